// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Connection URL of a database, including the login.
 *
 * @param port 1 to 65535
 * @param password may be empty
 */
public record DatabaseUrl(String host, int port, String database, String user, String password) {
    private static final String RULE =
            "must be postgresql://user:password@host:port/name, special characters written as %XX";

    /**
     * Parses {@code postgresql://user:password@host:port/name}; the port is optional.
     *
     * @throws IllegalArgumentException naming the rule that the text breaks; never quotes the text, which holds a password
     */
    public static DatabaseUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text.trim());
        } catch (URISyntaxException notAUri) {
            throw new IllegalArgumentException(RULE);
        }
        String scheme = String.valueOf(uri.getScheme());
        String login = uri.getRawUserInfo();
        String path = uri.getRawPath();
        if (!(scheme.equals("postgresql") || scheme.equals("postgres"))
                || uri.getHost() == null
                || login == null
                || path == null
                || path.length() < 2
                || path.indexOf('/', 1) >= 0
                || uri.getRawQuery() != null) {
            throw new IllegalArgumentException(RULE);
        }
        int colon = login.indexOf(':');
        String user = colon < 0 ? login : login.substring(0, colon);
        String password = colon < 0 ? "" : login.substring(colon + 1);
        return new DatabaseUrl(
                uri.getHost(),
                uri.getPort() < 0 ? 5432 : uri.getPort(),
                decoded(path.substring(1)),
                decoded(user),
                decoded(password));
    }

    private static String decoded(String part) {
        // URLDecoder decodes forms, where + means a space; in a URL it means itself.
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The URL without its password. */
    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + database;
    }
}
