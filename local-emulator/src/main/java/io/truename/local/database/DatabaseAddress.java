// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Address of a database, with login and password.
 *
 * @param port 1 to 65535
 * @param password may be empty
 */
public record DatabaseAddress(String host, int port, String database, String user, String password) {
    /** URL format of {@link #parse}, for messages. */
    public static final String FORM = "postgresql://user:password@host:port/name, special characters written as %XX";

    private static final int USUAL_PORT = 5432;
    private static final Pattern URL = Pattern.compile(
            "postgres(?:ql)?://([^:/@?#\\s]+)(?::([^:/@?#\\s]*))?@([A-Za-z0-9.-]+)(?::(\\d{1,5}))?/([^/?#\\s]+)");

    public DatabaseAddress {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port must be 1 to 65535, got " + port);
        }
    }

    /**
     * Parses a URL of the form {@link #FORM}; the port is optional.
     *
     * @throws IllegalArgumentException if the URL is malformed; the message omits it because it holds a password
     */
    public static DatabaseAddress parse(String url) {
        Matcher parts = URL.matcher(url.trim());
        if (!parts.matches()) {
            throw new IllegalArgumentException("must be " + FORM);
        }
        String port = parts.group(4);
        String password = parts.group(2);
        return new DatabaseAddress(
                parts.group(3),
                port == null ? USUAL_PORT : Integer.parseInt(port),
                decoded(parts.group(5)),
                decoded(parts.group(1)),
                password == null ? "" : decoded(password));
    }

    private static String decoded(String part) {
        // URLDecoder decodes forms, where + means a space; in a URL, + means itself.
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Returns the URL with the password, for a function's environment. Never show it. */
    public String urlWithPassword() {
        return "postgresql://" + encoded(user) + ":" + encoded(password) + "@" + host + ":" + port + "/"
                + encoded(database);
    }

    /** Returns the URL without the password, for messages. */
    public String shown() {
        return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
    }

    /** Returns the R2DBC URL, without credentials. */
    public String r2dbcUrl() {
        return "r2dbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /** Returns a builder of the driver's configuration, with address and login set. */
    public PostgresqlConnectionConfiguration.Builder configuration(String applicationName) {
        return PostgresqlConnectionConfiguration.builder()
                .host(host)
                .port(port)
                .database(database)
                .username(user)
                .password(password)
                .applicationName(applicationName);
    }

    /** Omits the password. */
    @Override
    public String toString() {
        return user + "@" + r2dbcUrl();
    }
}
