// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.grpc;

import com.google.logging.v2.LogEntry;
import io.grpc.Status;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Names of logs and of the resources that hold them. */
final class Names {
    static final int MOST_RESOURCES = 100;

    private static final int MOST_LOG_ID_CHARACTERS = 511;
    private static final String PARENT = "(projects|organizations|folders|billingAccounts)/[^/]+";
    private static final Pattern PARENTS = Pattern.compile(PARENT);
    private static final Pattern LOG = Pattern.compile(PARENT + "/logs/([A-Za-z0-9._%-]+)");
    private static final Pattern LOG_ID = Pattern.compile("[A-Za-z0-9/_.-]+");

    private Names() {}

    /** Checks the name of a log and returns it without a leading slash, which the API allows. */
    static String log(String name) {
        String plain = name.startsWith("/") ? name.substring(1) : name;
        var matcher = LOG.matcher(plain);
        if (!matcher.matches() || !isLogId(matcher.group(2))) {
            throw CallException.invalid(
                    "Log name \"" + name + "\" is invalid: write projects/PROJECT_ID/logs/LOG_ID, with a"
                            + " URL-encoded LOG_ID of at most " + MOST_LOG_ID_CHARACTERS
                            + " letters, digits, slashes, underscores, hyphens and periods.");
        }
        return plain;
    }

    private static boolean isLogId(String encoded) {
        try {
            String id = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
            return id.length() <= MOST_LOG_ID_CHARACTERS && LOG_ID.matcher(id).matches();
        } catch (IllegalArgumentException brokenEncoding) {
            return false;
        }
    }

    static void checkParent(String name) {
        if (name.contains("/locations/")) {
            throw new CallException(
                    Status.Code.UNIMPLEMENTED,
                    "Log views are not part of the local cloud: name the project instead of \"" + name + "\".");
        }
        if (!PARENTS.matcher(name).matches()) {
            throw CallException.invalid("Resource name \"" + name + "\" is invalid: write projects/PROJECT_ID.");
        }
    }

    /** Accepts the entries of these resources. */
    static Predicate<LogEntry> within(List<String> resources) {
        if (resources.isEmpty() || resources.size() > MOST_RESOURCES) {
            throw CallException.invalid(
                    "resource_names must have 1 to " + MOST_RESOURCES + " names; it has " + resources.size() + ".");
        }
        resources.forEach(Names::checkParent);
        List<String> prefixes =
                resources.stream().map(resource -> resource + "/logs/").toList();
        return entry -> prefixes.stream().anyMatch(entry.getLogName()::startsWith);
    }
}
