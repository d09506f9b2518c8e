// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Range of an upload that a request has, from its header {@code Content-Range}.
 *
 * @param from place of its first byte; empty for a request without content, which asks how far the upload is
 * @param until place behind its last byte; empty if the rest of the content comes
 * @param total size of the content, once the client knows it
 */
record ContentRange(OptionalLong from, OptionalLong until, OptionalLong total) {
    /** All but the last part of an upload end at a multiple of this. */
    private static final int STEP = 256 * 1024;

    private static final Pattern FORM = Pattern.compile("bytes (?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18}|\\*)");

    /** Range of a request without the header: the whole content. */
    private static final ContentRange WHOLE =
            new ContentRange(OptionalLong.of(0), OptionalLong.empty(), OptionalLong.empty());

    static ContentRange of(Optional<String> header) {
        if (header.isEmpty()) {
            return WHOLE;
        }
        Matcher form = FORM.matcher(header.get());
        if (!form.matches()) {
            throw StorageError.invalid("Content-Range must be as bytes 0-99/200, bytes 0-99/* or bytes */200.");
        }
        OptionalLong total =
                form.group(3).equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(form.group(3)));
        if (form.group(1) == null) {
            return new ContentRange(OptionalLong.empty(), OptionalLong.empty(), total);
        }
        long until = Long.parseLong(form.group(2)) + 1;
        if (total.isPresent() ? until > total.getAsLong() : until % STEP != 0) {
            throw StorageError.invalid(
                    "Content-Range: a part ends within the content; all but the last at a multiple of " + STEP
                            + " bytes.");
        }
        return new ContentRange(OptionalLong.of(Long.parseLong(form.group(1))), OptionalLong.of(until), total);
    }

    /** Whether an upload of that many bytes is complete. */
    boolean completes(long size) {
        return total.isPresent() ? size == total.getAsLong() : from.isPresent() && until.isEmpty();
    }
}
