// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

/** Starts the local cloud from a command line. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(LocalOptions.execute(arguments));
    }
}
