// SPDX-License-Identifier: Apache-2.0
package io.truename.storage;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Address of one bucket.
 *
 * @param bucket its name in Cloud Storage
 * @param host of an emulator, {@code http://host:port} or {@code host:port}, used without login and encryption; empty for Google's service
 */
public record BucketEndpoint(String bucket, Optional<String> host) {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");
    private static final Pattern HOST = Pattern.compile("(http://)?(\\[[0-9a-fA-F:]+]|[A-Za-z0-9.-]+):[0-9]{1,5}/?");

    public BucketEndpoint {
        requireBucket(bucket);
        host.ifPresent(BucketEndpoint::requireHost);
    }

    /**
     * Returns the name of a bucket.
     *
     * @throws IllegalArgumentException with the rule, if it is not a legal name
     */
    public static String requireBucket(String name) {
        if (!BUCKET.matcher(name).matches() || name.contains("..")) {
            throw new IllegalArgumentException(
                    "must be a bucket's name: 3 to 222 lower-case letters, digits and . _ -, a letter or digit first and last");
        }
        return name;
    }

    /**
     * Returns the host of an emulator.
     *
     * @throws IllegalArgumentException with the rule, if it is not {@code host:port} or {@code http://host:port}
     */
    public static String requireHost(String host) {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("must be host:port or http://host:port");
        }
        return host;
    }

    /** The emulator's address, with the scheme and without a slash at the end. */
    Optional<String> url() {
        return host.map(given -> {
            String address = given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
            return address.startsWith("http://") ? address : "http://" + address;
        });
    }
}
