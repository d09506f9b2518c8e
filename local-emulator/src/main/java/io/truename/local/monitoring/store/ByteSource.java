// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import java.util.Arrays;

/** Reads a {@link ByteSink}'s bytes. */
final class ByteSource {
    private final byte[] bytes;
    private int position;

    ByteSource(byte[] bytes) {
        this.bytes = bytes;
    }

    int get() {
        return bytes[position++] & 0xFF;
    }

    byte[] get(int length) {
        byte[] part = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return part;
    }

    byte[] rest() {
        return get(bytes.length - position);
    }

    long getUnsigned() {
        long value = 0;
        int shift = 0;
        while (true) {
            int next = get();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
            shift += 7;
        }
    }

    long getSigned() {
        long folded = getUnsigned();
        return (folded >>> 1) ^ -(folded & 1);
    }

    double getDouble(double previous) {
        int control = get();
        if (control >= ByteSink.DECIMAL) {
            int places = control - ByteSink.DECIMAL;
            return Decimals.of(Decimals.scaled(previous, places) + getSigned(), places);
        }
        int length = control >>> 4;
        int behind = control & 0xF;
        long different = 0;
        for (int i = 0; i < length; i++) {
            different |= (long) get() << (8 * (behind + i));
        }
        return Double.longBitsToDouble(Double.doubleToRawLongBits(previous) ^ different);
    }
}
