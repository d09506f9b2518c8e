// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The id of a job: random, because a job is ephemeral and two runs over the same input are two jobs. Only a version 4 UUID of
 * the RFC 9562 variant is one.
 *
 * @param mostSignificantBits the first eight bytes, big-endian
 * @param leastSignificantBits the last eight bytes, big-endian
 */
public record JobId(long mostSignificantBits, long leastSignificantBits) implements Identifier {
    private static final int RANDOM_VERSION = 4;

    /**
     * Takes the 128 bits of a random UUID.
     *
     * @throws RefusedException naming the field {@code id}, if the version is not 4 or the variant not RFC 9562's
     */
    public JobId {
        if ((mostSignificantBits >>> 12 & 0xF) != RANDOM_VERSION || leastSignificantBits >>> 62 != 0b10) {
            throw new RefusedException(
                    new Refusal("id", "must be a random UUID: version 4, RFC 9562 variant", "a UUID of another kind"));
        }
    }

    /** A new id of 122 bits of the given randomness; ids that must not be guessed need a {@code SecureRandom}. */
    public static JobId random(RandomGenerator randomness) {
        return new JobId(
                NameHash.withVersion(randomness.nextLong(), RANDOM_VERSION),
                NameHash.withVariant(randomness.nextLong()));
    }

    /**
     * The same 128 bits.
     *
     * @throws RefusedException naming the field {@code id}, if it is not a random UUID
     */
    public static JobId of(UUID id) {
        return new JobId(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /**
     * Reads strictly, in either case.
     *
     * @throws RefusedException naming the field {@code id}, if the text is not a random UUID
     */
    public static JobId parse(@Nullable String text) {
        return of(UuidText.parse("id", text));
    }

    @Override
    public String toString() {
        return UuidText.format(mostSignificantBits, leastSignificantBits);
    }
}
