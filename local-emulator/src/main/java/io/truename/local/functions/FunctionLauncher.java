// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Main class of a function's process: starts the functions framework on a free port of the loopback address and reports the
 * port. It uses only the JDK, because the function must see no other classes. The process ends when its standard input does,
 * so it never outlives the local cloud.
 */
final class FunctionLauncher {
    /** Prefix of the report of a started function, after the token. */
    static final String READY = " ready ";
    /** Prefix of the report of a function that cannot start, after the token. */
    static final String FAILED = " failed ";
    /** Concurrent requests of one instance, as in Cloud Run; more of them wait. The framework's default is 1,024. */
    private static final int CONCURRENCY = 80;
    /** Threads besides those for requests: the server's acceptor and selectors. */
    private static final int SERVER_THREADS = 8;

    private FunctionLauncher() {}

    /**
     * Runs one function. The first line of standard input is a token that marks the report among the function's output.
     *
     * @param arguments the framework's jar, the deployable's jar, the entry point
     */
    public static void main(String[] arguments) throws IOException {
        BufferedReader lifeline = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        String token = lifeline.readLine();
        PrintStream report = System.out;
        System.setIn(new ByteArrayInputStream(new byte[0]));
        try {
            ignoreInterrupts();
            int port = start(url(arguments[0]), url(arguments[1]), arguments[2]);
            report.println(token + READY + port);
        } catch (ReflectiveOperationException | RuntimeException | Error failed) {
            report.println(token + FAILED + reason(failed).replaceAll("\\s+", " "));
            report.flush();
            Runtime.getRuntime().halt(1);
        }
        while (lifeline.readLine() != null) {
            // The local cloud sends nothing after the token: this waits for the end of the input.
        }
        Runtime.getRuntime().halt(0);
    }

    /**
     * Ignores Ctrl-C, which reaches every process of the terminal at once. The local cloud ends its functions itself; a
     * function that ended earlier would look like a failure. Reflection avoids the compiler's warning about the JDK's class.
     */
    private static void ignoreInterrupts() throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        signal.getMethod("handle", signal, handler)
                .invoke(
                        null,
                        signal.getConstructor(String.class).newInstance("INT"),
                        handler.getField("SIG_IGN").get(null));
    }

    private static URL url(String jar) throws IOException {
        return Path.of(jar).toUri().toURL();
    }

    private static int start(URL framework, URL deployable, String entryPoint) throws ReflectiveOperationException {
        URLClassLoader frameworkLoader =
                new URLClassLoader("framework", new URL[] {framework}, ClassLoader.getPlatformClassLoader());
        URLClassLoader functionLoader =
                new URLClassLoader("function", new URL[] {deployable}, new FrameworkApiLoader(frameworkLoader));
        logAsTheCloudDoes(frameworkLoader);
        Thread.currentThread().setContextClassLoader(functionLoader);
        Object invoker = frameworkLoader
                .loadClass("com.google.cloud.functions.invoker.runner.Invoker")
                .getConstructor(Integer.class, String.class, String.class, ClassLoader.class)
                .newInstance(0, entryPoint, "http", functionLoader);
        invoker.getClass().getMethod("startTestServer").invoke(invoker);
        Field field = invoker.getClass().getDeclaredField("server");
        field.setAccessible(true);
        Object server = field.get(invoker);
        Object threads = server.getClass().getMethod("getThreadPool").invoke(server);
        threads.getClass().getMethod("setMaxThreads", int.class).invoke(threads, CONCURRENCY + SERVER_THREADS);
        return moveToLoopback(server);
    }

    /** Logs one line of JSON per record, with the framework's own handler. */
    private static void logAsTheCloudDoes(ClassLoader framework) throws ReflectiveOperationException {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        root.addHandler((Handler) framework
                .loadClass("com.google.cloud.functions.invoker.gcf.JsonLogHandler")
                .getConstructor(PrintStream.class, boolean.class)
                .newInstance(System.out, false));
    }

    /** Moves the server to the loopback address. The invoker binds every address of the machine, with no setting for it. */
    private static int moveToLoopback(Object server) throws ReflectiveOperationException {
        Object connector =
                ((Object[]) server.getClass().getMethod("getConnectors").invoke(server))[0];
        Class<?> type = connector.getClass();
        type.getMethod("stop").invoke(connector);
        type.getMethod("setHost", String.class).invoke(connector, "127.0.0.1");
        type.getMethod("setPort", int.class).invoke(connector, 0);
        type.getMethod("start").invoke(connector);
        return (int) type.getMethod("getLocalPort").invoke(connector);
    }

    /** Returns the message of the root cause. */
    private static String reason(Throwable failed) {
        Throwable deepest = failed;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest instanceof InvocationTargetException || deepest.getMessage() == null
                ? deepest.getClass().getSimpleName()
                : deepest.getMessage();
    }
}
