// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** A function that does what functions should not do; FunctionHostIT packs it as a deployable of its own. */
public final class HostileFunction implements HttpFunction {
    private static final ThreadLocal<Class<?>> KEPT = new ThreadLocal<>();

    public HostileFunction() {
        KEPT.set(HostileFunction.class);
    }

    @Override
    public void service(HttpRequest request, HttpResponse response) throws Exception {
        switch (request.getPath()) {
            case "/ok" -> response.getWriter().write("ok " + request.getQuery().orElse(""));
            case "/throw" -> throw new IOException("a checked exception");
            case "/error" -> throw new StackOverflowError("an error");
            case "/hang" -> new CountDownLatch(1).await();
            case "/classes" ->
                response.getWriter()
                        .write(visible("org.eclipse.jetty.server.Server") + " "
                                + visible("io.truename.local.functions.FunctionHost"));
            default -> response.setStatusCode(404);
        }
    }

    private static boolean visible(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException hidden) {
            return false;
        }
    }
}
