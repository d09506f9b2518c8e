// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.redis;

import io.truename.testkit.FreePort;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Redis server of a test: Debian's {@code redis-server} from the PATH, or the program that {@code -Dtruename.redis} names, on a free
 * port of the loopback interface, without a disk. A test can kill, freeze and restart it. Closing it kills the process.
 */
public final class RedisServer implements AutoCloseable {
    /** Reason why tests are skipped, with the remedy. */
    public static final String ABSENT =
            "No redis-server on the PATH: install one, or name it with -Dtruename.redis=/path/to/it.";

    private static final Duration LONGEST_START = Duration.ofSeconds(20);

    private final Path program;
    private final int port;
    private @Nullable Process process;

    private RedisServer(Path program, int port) {
        this.program = program;
        this.port = port;
    }

    /**
     * Whether there is a server to start; otherwise writes one line to the log.
     *
     * @throws IllegalStateException if there is none and {@code -Dtruename.redis.required=true}
     */
    public static boolean isInstalled() {
        if (find().isPresent()) {
            return true;
        }
        if (Boolean.getBoolean("truename.redis.required")) {
            throw new IllegalStateException(ABSENT);
        }
        System.getLogger(RedisServer.class.getName())
                .log(System.Logger.Level.WARNING, "Tests with Redis are skipped. " + ABSENT);
        return false;
    }

    /** Starts a server. */
    public static RedisServer start() {
        Path program = find().orElseThrow(() -> new IllegalStateException(ABSENT));
        RedisServer server = new RedisServer(program, FreePort.next());
        server.restart();
        return server;
    }

    private static Optional<Path> find() {
        String named = System.getProperty("truename.redis", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public int port() {
        return port;
    }

    /** URL for clients. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts it on the same port, empty; it must not be running. */
    public void restart() {
        try {
            Process started = new ProcessBuilder(
                            program.toString(),
                            "--port",
                            String.valueOf(port),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--appendonly",
                            "no")
                    .directory(Files.createTempDirectory("redis").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process = started;
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly, "redis-killer"));
            long end = System.nanoTime() + LONGEST_START.toNanos();
            while (!answers()) {
                if (!started.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException("redis-server did not start");
                }
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private boolean answers() {
        try {
            return command("PING").equals("PONG");
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Kills it, as a crash does. */
    public void kill() {
        Process running = running();
        running.destroyForcibly();
        try {
            running.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops its process; connections stay open and nothing is answered. */
    public void freeze() {
        signal("-STOP");
    }

    /** Lets its process go on. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", name, String.valueOf(running().pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill " + name + " ended with " + code);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private Process running() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("redis-server was never started");
        }
        return running;
    }

    /** Sends a command on a connection of its own. The elements of an array are joined by line breaks; nothing is an empty text. */
    public String command(String... words) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                text.append('$')
                        .append(word.getBytes(StandardCharsets.UTF_8).length)
                        .append("\r\n")
                        .append(word)
                        .append("\r\n");
            }
            socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
            return answer(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String answer(InputStream in) throws IOException {
        String line = line(in);
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> text(in, Integer.parseInt(rest));
            case '*' -> texts(in, Integer.parseInt(rest));
            default -> throw new IOException(line);
        };
    }

    private static String text(InputStream in, int length) throws IOException {
        if (length < 0) {
            return "";
        }
        String value = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        in.skipNBytes(2);
        return value;
    }

    private static String texts(InputStream in, int number) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int at = 0; at < number; at++) {
            all.append(at == 0 ? "" : "\n").append(answer(in));
        }
        return all.toString();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int next;
        while ((next = in.read()) != '\r') {
            if (next < 0) {
                throw new IOException("the connection ended");
            }
            line.append((char) next);
        }
        in.skipNBytes(1);
        return line.toString();
    }

    @Override
    public void close() {
        kill();
    }
}
