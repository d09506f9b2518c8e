// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import io.truename.workbench.rekey.MigrationUnderTest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** An instance in a process of its own, so that it can be killed. */
public final class WorkerProcess {
    private WorkerProcess() {}

    /** Delivers one step message: arguments are the engine's class and the database's URL. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        MigrationUnderTest migration = Class.forName(arguments[0])
                .asSubclass(MigrationUnderTest.class)
                .getDeclaredConstructor()
                .newInstance();
        try (MigrationUnderTest.Instance instance = migration.instance(arguments[1], Clock.systemUTC())) {
            instance.deliver();
        }
    }

    static Process start(MigrationUnderTest migration, String url) {
        try {
            return new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classPath(),
                            WorkerProcess.class.getName(),
                            migration.getClass().getName(),
                            url))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A test run keeps its own class path in another property. */
    private static String classPath() {
        String surefire = System.getProperty("surefire.test.class.path", "");
        return surefire.isEmpty() ? System.getProperty("java.class.path") : surefire + File.pathSeparator;
    }
}
