// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Free port of the loopback interface, for a server that cannot be asked which port it got. It lies below the ephemeral ports of Linux and
 * macOS: the system could give one of those to a client before the server listens.
 */
public final class FreePort {
    private static final int FIRST = 15_000;
    private static final int END = 32_000;

    private FreePort() {}

    /** Finds one. */
    public static int next() {
        return first(1);
    }

    /** Finds several in a row, and returns the first. */
    public static int first(int inARow) {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (IntStream.range(port, port + inARow).allMatch(FreePort::isFree)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
