// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

/**
 * Faults that a subscription injects on request.
 *
 * @param duplicate the probability, 0 to 1, that a message is delivered a second time although nothing failed
 * @param delayMillis how long each message published from now on is held back before its first delivery, 0 to 600,000
 * @param reorder whether messages published from now on overtake each other; ordering keys keep their order even so
 * @param loseAcks the probability, 0 to 1, that an acknowledgement is answered and forgotten
 * @param answer503 how many deliveries (push requests, pull calls, open streams) fail as unavailable from now on
 * @param killFunction how many push deliveries have their function killed while it handles the message
 * @param killAfterMillis how long such a function may work before it dies, 0 to 60,000
 */
public record Faults(
        double duplicate,
        long delayMillis,
        boolean reorder,
        double loseAcks,
        int answer503,
        int killFunction,
        long killAfterMillis) {
    public static final Faults NONE = new Faults(0, 0, false, 0, 0, 0, 50);

    public Faults {
        if (!(duplicate >= 0 && duplicate <= 1 && loseAcks >= 0 && loseAcks <= 1)
                || delayMillis < 0
                || delayMillis > 600_000
                || answer503 < 0
                || killFunction < 0
                || killAfterMillis < 0
                || killAfterMillis > 60_000) {
            throw new IllegalArgumentException("Faults out of range: " + duplicate + ", " + delayMillis + ", "
                    + loseAcks + ", " + answer503 + ", " + killFunction + ", " + killAfterMillis);
        }
    }
}
