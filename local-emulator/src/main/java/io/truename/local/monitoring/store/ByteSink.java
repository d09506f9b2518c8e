// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import java.util.Arrays;

/** Growing byte array with variable-length numbers. */
final class ByteSink {
    /** First half of the control byte of a decimal number; the second is the number of places. */
    static final int DECIMAL = 0x90;

    private byte[] bytes = new byte[16];
    private int size;

    void put(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void put(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    /** Writes seven bits a byte, lowest first. */
    void putUnsigned(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            put((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        put((int) rest);
    }

    /** Writes a number so that small ones of either sign are short. */
    void putSigned(long value) {
        putUnsigned((value << 1) ^ (value >> 63));
    }

    /**
     * Writes a double: nothing but one byte if it is that before, the difference of decimal numbers of at most six places, or
     * the run of bytes that differ.
     */
    void putDouble(double value, double previous) {
        long different = Double.doubleToRawLongBits(value) ^ Double.doubleToRawLongBits(previous);
        if (different == 0) {
            put(0);
            return;
        }
        int places = Decimals.places(value);
        if (places >= 0) {
            put(DECIMAL | places);
            putSigned(Decimals.scaled(value, places) - Decimals.scaled(previous, places));
            return;
        }
        int behind = Long.numberOfTrailingZeros(different) / 8;
        int length = 8 - Long.numberOfLeadingZeros(different) / 8 - behind;
        put((length << 4) | behind);
        for (int i = 0; i < length; i++) {
            put((int) (different >>> (8 * (behind + i))));
        }
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + bytes.length / 2));
        }
    }

    int size() {
        return size;
    }

    int capacity() {
        return bytes.length;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }
}
