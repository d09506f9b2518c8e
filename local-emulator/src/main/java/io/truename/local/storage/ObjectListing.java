// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedMap;

/** Page of a bucket's objects in the order of their names; with a delimiter, names with more parts stand as one prefix. */
final class ObjectListing {
    private ObjectListing() {}

    static ObjectNode page(Bucket bucket, StorageQuery query, String url) {
        String prefix = query.text("prefix").orElse("");
        String delimiter = query.text("delimiter").orElse("");
        String end = query.text("endOffset").orElse("");
        String after = query.text("pageToken").map(ObjectListing::decoded).orElse("");
        int most = query.pageSize();

        ObjectNode page = StorageJson.node().put("kind", "storage#objects");
        ArrayNode items = StorageJson.node().arrayNode();
        Set<String> prefixes = new LinkedHashSet<>();
        String last = "";
        for (StoredObject object : from(
                        bucket, first(prefix, query.text("startOffset").orElse(""), after))
                .values()) {
            String name = object.name();
            if (!name.startsWith(prefix) || (!end.isEmpty() && ObjectNames.ORDER.compare(name, end) >= 0)) {
                break;
            }
            int cut = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
            String entry = cut < 0 ? name : name.substring(0, cut + delimiter.length());
            // A prefix that ended the page before has more names behind it.
            if ((!after.isEmpty() && ObjectNames.ORDER.compare(entry, after) <= 0) || prefixes.contains(entry)) {
                continue;
            }
            if (items.size() + prefixes.size() == most) {
                page.put("nextPageToken", encoded(last));
                break;
            }
            last = entry;
            if (cut < 0) {
                items.add(StorageJson.resource(bucket.name(), object, url));
            } else {
                prefixes.add(entry);
            }
        }
        if (!items.isEmpty()) {
            page.set("items", items);
        }
        if (!prefixes.isEmpty()) {
            prefixes.forEach(page.putArray("prefixes")::add);
        }
        return page;
    }

    private static SortedMap<String, StoredObject> from(Bucket bucket, String name) {
        return name.isEmpty() ? bucket.objects() : bucket.objects().tailMap(name);
    }

    private static String first(String... names) {
        String first = "";
        for (String name : names) {
            first = ObjectNames.ORDER.compare(name, first) > 0 ? name : first;
        }
        return first;
    }

    private static String encoded(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw StorageError.invalid("Parameter pageToken is none that this server gave.");
        }
    }
}
