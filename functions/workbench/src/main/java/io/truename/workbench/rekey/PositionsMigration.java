// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

/**
 * Truename's engine with chunks that are numbered by their order. Every id is the same as with the plain mapping, as long as nobody writes
 * chunks between others.
 */
public final class PositionsMigration extends TruenameMigration {
    public PositionsMigration() {
        super(1, SampleCorpus.MAPPING.replace("ordinal: chunk_ord", "ordinal: {position: [byte_from]}"));
    }

    @Override
    public String name() {
        return "Truename, positions";
    }
}
