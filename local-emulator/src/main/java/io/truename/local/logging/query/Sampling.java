// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

/** Share of a text: its hash, spread evenly over 0 to 1 (FNV-1a with a final mix). */
final class Sampling {
    private Sampling() {}

    static double share(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int at = 0; at < text.length(); at++) {
            hash = (hash ^ text.charAt(at)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return ((hash ^ (hash >>> 33)) >>> 11) * 0x1.0p-53;
    }
}
