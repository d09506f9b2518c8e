// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Misbehaving function for tests; it packs itself as a deployable. */
public final class HostileFunction implements HttpFunction {
    private static final List<Object> KEPT = new ArrayList<>();

    @Override
    public void service(HttpRequest request, HttpResponse response) throws Exception {
        switch (request.getPath()) {
            case "/ok" -> response.getWriter().write("ok " + request.getQuery().orElse(""));
            case "/throw" -> throw new IOException("a checked exception");
            case "/error" -> throw new StackOverflowError("an error");
            case "/hang" -> new CountDownLatch(1).await();
            case "/late-at-first" -> {
                String envelope = request.getReader().lines().collect(Collectors.joining());
                if (envelope.contains("\"deliveryAttempt\":1,")) {
                    new CountDownLatch(1).await();
                }
            }
            case "/exit" -> Runtime.getRuntime().halt(7);
            case "/heap" -> fillHeap();
            case "/memory" -> fillMemory();
            case "/environment" ->
                response.getWriter().write(String.join(" ", System.getenv().keySet()));
            case "/print" -> {
                System.out.print("héllo ");
                System.out.println("wörld");
                System.out.println("{\"severity\":\"WARNING\",\"message\":\"structured\"}");
                System.out.println(" ready 1");
            }
            case "/classes" ->
                response.getWriter()
                        .write(visible("org.eclipse.jetty.server.Server") + " "
                                + visible("io.truename.local.functions.FunctionHost"));
            default -> response.setStatusCode(404);
        }
    }

    private static void fillHeap() {
        while (true) {
            KEPT.add(new byte[1024 * 1024]);
        }
    }

    /** Allocates memory outside of the heap and touches it, so that it is resident. */
    private static void fillMemory() throws InterruptedException {
        for (int mebibyte = 0; mebibyte < 80; mebibyte++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(1024 * 1024);
            for (int at = 0; at < buffer.capacity(); at += 1024) {
                buffer.put(at, (byte) 1);
            }
            KEPT.add(buffer);
        }
        new CountDownLatch(1).await();
    }

    private static boolean visible(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException hidden) {
            return false;
        }
    }

    /** Packs this function where the host looks for deployables; the build packs only real ones. */
    static void pack() throws Exception {
        Path classes = Path.of(HostileFunction.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String entry = HostileFunction.class.getName().replace('.', '/') + ".class";
        Path folder = Files.createDirectories(classes.resolve("functions"));
        // Atomic, because another test class may be reading it.
        Path made = Files.createTempFile(folder, "hostile", "");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(made))) {
            zip.putNextEntry(new ZipEntry("hostile.jar"));
            JarOutputStream jar = new JarOutputStream(zip);
            jar.putNextEntry(new JarEntry(entry));
            try (InputStream in = Files.newInputStream(classes.resolve(entry))) {
                in.transferTo(jar);
            }
            jar.finish();
        }
        Files.move(made, folder.resolve("hostile.zip"), StandardCopyOption.ATOMIC_MOVE);
    }
}
