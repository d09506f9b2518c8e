// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

/**
 * Fault injection settings of a subscription.
 *
 * @param duplicate probability, 0 to 1, that a message is delivered twice although nothing failed
 * @param delayMillis delay of the first delivery of each message published from now on, 0 to 600,000 ms
 * @param reorder whether messages published from now on overtake each other; ordering keys still keep their order
 * @param loseAcks probability, 0 to 1, that an acknowledgement succeeds but is lost
 * @param answer503 number of deliveries (push requests, pull calls, open streams) that fail as unavailable from now on
 * @param killFunction number of push deliveries whose function is killed while it handles the message
 * @param killAfterMillis time that such a function works before it is killed, 0 to 60,000 ms
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
