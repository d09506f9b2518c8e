// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * One running instance: its class loaders and the framework's invoker with its own server. Everything of the framework is
 * reached by name, because each instance has a framework of its own.
 */
final class FunctionInstance implements AutoCloseable {
    private final Object invoker;
    private final int port;

    private FunctionInstance(Object invoker, int port) {
        this.invoker = invoker;
        this.port = port;
    }

    /** Starts the function on a free port of the loopback address. */
    static FunctionInstance start(
            URL framework, URL deployable, URL environment, String entryPoint, LoaderRegistry registry)
            throws IOException, ReflectiveOperationException {
        URLClassLoader frameworkLoader =
                new URLClassLoader("framework", new URL[] {framework}, ClassLoader.getPlatformClassLoader());
        URLClassLoader functionLoader = new URLClassLoader(
                "function", new URL[] {environment, deployable}, new FrameworkApiLoader(frameworkLoader));
        registry.add(functionLoader);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            Thread.currentThread().setContextClassLoader(functionLoader);
            Object invoker = frameworkLoader
                    .loadClass("com.google.cloud.functions.invoker.runner.Invoker")
                    .getConstructor(Integer.class, String.class, String.class, ClassLoader.class)
                    .newInstance(0, entryPoint, "http", functionLoader);
            invoker.getClass().getMethod("startTestServer").invoke(invoker);
            int port = moveToLoopback(serverOf(invoker));
            return new FunctionInstance(invoker, port);
        } catch (ReflectiveOperationException | RuntimeException | Error failed) {
            functionLoader.close();
            frameworkLoader.close();
            throw failed;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    int port() {
        return port;
    }

    /**
     * Ends the instance as the cloud kills one: requests under way are cut, not waited for. The class loaders are left to the
     * garbage collector: threads of the function's libraries, such as those that end idle connections, still load classes.
     */
    @Override
    public void close() throws ReflectiveOperationException {
        Object server = serverOf(invoker);
        server.getClass().getMethod("setStopTimeout", long.class).invoke(server, 0L);
        invoker.getClass().getMethod("stopServer").invoke(invoker);
    }

    /** The invoker binds every address of the machine and has no setting for it; its server's connector has. */
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

    private static Object serverOf(Object invoker) throws ReflectiveOperationException {
        Field server = invoker.getClass().getDeclaredField("server");
        server.setAccessible(true);
        return server.get(invoker);
    }

    /** Learns which class loader belongs to which function, before the first line can be written. */
    @FunctionalInterface
    interface LoaderRegistry {
        void add(ClassLoader loader);
    }
}
