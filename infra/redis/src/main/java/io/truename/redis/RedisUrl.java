// SPDX-License-Identifier: Apache-2.0
package io.truename.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Connection URL of a Redis server, including the login.
 *
 * @param encrypted whether the connection is encrypted and the server's certificate checked
 * @param port 1 to 65535
 * @param database 0 to 99
 * @param user may be empty: the default user
 * @param password may be empty: no login
 */
public record RedisUrl(boolean encrypted, String host, int port, int database, String user, String password) {
    private static final String RULE =
            "must be redis://host:port, rediss://host:port for TLS, with user:password@ before the host and /number of a"
                    + " database after the port where needed, special characters written as %XX";

    /**
     * Parses {@code redis://user:password@host:port/database}; the scheme {@code rediss} encrypts. Login, port and database are
     * optional.
     *
     * @throws IllegalArgumentException naming the rule that the text breaks; never quotes the text, which may hold a password
     */
    public static RedisUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text.trim());
        } catch (URISyntaxException notAUri) {
            throw new IllegalArgumentException(RULE);
        }
        String scheme = String.valueOf(uri.getScheme());
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (!(scheme.equals("redis") || scheme.equals("rediss"))
                || uri.getHost() == null
                || uri.getPort() == 0
                || uri.getPort() > 65_535
                || !path.matches("|/|/[0-9]{1,2}")
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(RULE);
        }
        String login = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        int colon = login.indexOf(':');
        return new RedisUrl(
                scheme.equals("rediss"),
                uri.getHost(),
                uri.getPort() < 0 ? 6379 : uri.getPort(),
                path.length() < 2 ? 0 : Integer.parseInt(path.substring(1)),
                decoded(colon < 0 ? "" : login.substring(0, colon)),
                decoded(colon < 0 ? login : login.substring(colon + 1)));
    }

    private static String decoded(String part) {
        // URLDecoder decodes forms, where + means a space; in a URL it means itself.
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The URL without its login. */
    @Override
    public String toString() {
        return (encrypted ? "rediss://" : "redis://") + host + ":" + port + "/" + database;
    }
}
