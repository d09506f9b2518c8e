// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.overhead;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Function from its deployable folder, in a class loader of its own, called without a web server. So its lines can be switched off, and
 * the calling thread's processor time is that of the function's own code. The class loader stays open, because the function writes
 * its last lines when the process ends.
 */
final class LoadedFunction {
    private final URLClassLoader loader;
    private final Object function;
    private final Method service;
    private final Field requestLines;
    private final Class<?> requestType;
    private final Class<?> responseType;

    /**
     * Loads and starts a function.
     *
     * @param api jar that has the functions framework's API
     */
    LoadedFunction(Path api, Path folder, String entryPoint) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            loader = new URLClassLoader(
                    new URL[] {jar(folder).toUri().toURL(), api.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
            Thread.currentThread().setContextClassLoader(loader);
            Class<?> type = loader.loadClass(entryPoint);
            requestType = loader.loadClass("com.google.cloud.functions.HttpRequest");
            responseType = loader.loadClass("com.google.cloud.functions.HttpResponse");
            function = type.getConstructor().newInstance();
            service = type.getMethod("service", requestType, responseType);
            requestLines = loader.loadClass("io.truename.edge.EdgeFunction").getDeclaredField("requestLines");
            requestLines.setAccessible(true);
        } catch (ReflectiveOperationException | MalformedURLException notLoaded) {
            throw new IllegalArgumentException(folder + " has no function " + entryPoint, notLoaded);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static Path jar(Path folder) {
        try (Stream<Path> top = Files.list(folder)) {
            return top.filter(path -> path.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(folder + " has no jar; build the function first"));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(folder + " is no folder; build the function first", unreadable);
        }
    }

    /** Switches its lines. The code stays the same, so compiled code of one variant is that of the other. */
    void lines(boolean on) {
        try {
            requestLines.setBoolean(null, on);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Makes a request that can be sent once. */
    Call post(String path, byte[] body, String trace) {
        Response response = new Response();
        Object request = Proxy.newProxyInstance(loader, new Class<?>[] {requestType}, new Request(path, body, trace));
        Object answer = Proxy.newProxyInstance(loader, new Class<?>[] {responseType}, response);
        return () -> {
            try {
                service.invoke(function, request, answer);
                return response.status;
            } catch (ReflectiveOperationException failed) {
                throw new IllegalStateException(failed);
            }
        };
    }

    /** Sends a request. */
    @FunctionalInterface
    interface Call {
        /** Its status. */
        int send();
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by no one
    private record Request(String path, byte[] body, String trace) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return switch (method.getName()) {
                case "getMethod" -> "POST";
                case "getPath", "getUri" -> path;
                case "getContentType" -> Optional.of("application/json");
                case "getContentLength" -> (long) body.length;
                case "getHeaders" -> Map.of("content-type", List.of("application/json"), "traceparent", List.of(trace));
                case "getInputStream" -> new ByteArrayInputStream(body);
                case "getReader" -> new BufferedReader(new InputStreamReader(stream(), StandardCharsets.UTF_8));
                case "getQueryParameters", "getParts" -> Map.of();
                default -> Optional.empty();
            };
        }

        private InputStream stream() {
            return new ByteArrayInputStream(body);
        }
    }

    private static final class Response implements InvocationHandler {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int status = 200;

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
            if (method.getName().equals("setStatusCode")) {
                status = (int) arguments[0];
            }
            return method.getName().equals("getOutputStream") ? body : null;
        }
    }
}
