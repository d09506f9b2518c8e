// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.suite.LongSuite;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Load test with 200 clients, each with its own connection. Prints threads and memory of the processes. */
@ExtendWith(LocalCloudExtension.class)
class ManyClientsIT {
    private static final int CLIENTS = 200;
    private static final int REQUESTS = 100;
    /** Limit for all processes together, five functions among them; a thread per client on each side would be 400 more. */
    private static final int MOST_THREADS = 500;

    private static final String BODY =
            "{\"kind\":\"document\",\"userId\":\"user123\",\"fileSha256\":\"a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447\"}";

    @LongSuite
    @Test
    void twoHundredClients_areAnsweredByBoundedThreads(LocalCloud shared) throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")), "counts threads in /proc");
        LocalProcess cloud = shared.process();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            CountDownLatch all = new CountDownLatch(CLIENTS);
            List<Future<Integer>> answers = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                answers.add(clients.submit(client(shared.port(), all)));
            }
            all.await();
            long threads = 0;
            long resident = 0;
            while (answers.stream().anyMatch(answer -> !answer.isDone())) {
                threads = Math.max(threads, sum(cloud, "Threads:"));
                resident = Math.max(resident, sum(cloud, "VmRSS:") / 1024);
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(REQUESTS);
            }
            System.out.printf("%d clients: %d threads, %d MiB resident%n", CLIENTS, threads, resident);
            assertThat(threads).isLessThan(MOST_THREADS);
        } finally {
            clients.shutdownNow();
        }
    }

    /** Sends requests one after the other and returns the number of responses with 200. */
    private static Callable<Integer> client(int port, CountDownLatch all) {
        byte[] request = ("POST /functions/generate/ids HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY)
                .getBytes(StandardCharsets.US_ASCII);
        return () -> {
            int answered = 0;
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                all.countDown();
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream();
                for (int sent = 0; sent < REQUESTS; sent++) {
                    out.write(request);
                    answered += answerIs200(in) ? 1 : 0;
                }
            }
            return answered;
        };
    }

    /** Reads a response up to its id, which marks the end reliably in both framings. */
    private static boolean answerIs200(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("}") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            answer.append((char) next);
        }
        if (answer.toString().toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked")) {
            while (answer.indexOf("\r\n0\r\n\r\n") < 0) {
                answer.append((char) in.read());
            }
        }
        return answer.toString().startsWith("HTTP/1.1 200");
    }

    /** Sums a field over the program and every JVM that it started. */
    private static long sum(LocalProcess cloud, String field) {
        return Stream.concat(Stream.of(cloud.handle()), cloud.descendants().stream())
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .mapToLong(process -> value(process.pid(), field))
                .sum();
    }

    private static long value(long pid, String field) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException ended) {
            return 0;
        }
    }
}
