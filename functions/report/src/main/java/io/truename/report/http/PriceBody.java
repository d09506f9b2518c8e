// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import io.truename.costing.json.JsonFields;
import io.truename.costing.price.Price;
import io.truename.costing.price.PriceReader;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.json.FieldProblems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Body of {@code POST /prices}, as JSON or YAML: a list of prices, and whether they replace all others.
 *
 * @param replace whether prices that others gave before are dropped
 */
record PriceBody(List<Price> prices, boolean replace) {
    private static final int MOST = 10_000;

    /** Every scalar of the YAML stays a text: 0.10 is not rounded, and a date not turned around. */
    private static final class TextsOnly extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            // None: JsonFields reads numbers and dates from texts.
        }
    }

    /** Reads a body; one with problems must not be used. All problems of all prices are told. */
    static PriceBody read(EdgeRequest request, FieldProblems problems) {
        boolean yaml = request.contentType().orElse("").toLowerCase(Locale.ROOT).contains("yaml");
        JsonFields body = yaml ? yaml(request.bytes(), problems) : BodyMap.read(request.bytes(), problems);
        List<Price> prices = new ArrayList<>();
        if (problems.found() > 0) {
            return new PriceBody(prices, false);
        }
        boolean replace = false;
        try {
            body.requireKnown("prices", "replace");
            replace = body.has("replace") && (yaml ? flag(body) : body.requireFlag("replace"));
            List<JsonFields> items = body.objects("prices");
            if ((items.isEmpty() && !replace) || items.size() > MOST) {
                throw body.wrong("prices", "must have 1 to " + MOST + " prices", "split the request");
            }
            for (int at = 0; at < items.size(); at++) {
                price(items.get(at), "/prices/" + at, prices, problems);
            }
        } catch (IllegalArgumentException wrong) {
            BodyMap.refuse(problems, "", wrong);
        }
        return new PriceBody(prices, replace);
    }

    /** YAML gives texts. */
    private static boolean flag(JsonFields body) {
        String text = body.text("replace").orElse("");
        if (!text.equals("true") && !text.equals("false")) {
            throw body.wrong("replace", "is neither true nor false", "send one of them");
        }
        return text.equals("true");
    }

    private static void price(JsonFields item, String place, List<Price> prices, FieldProblems problems) {
        try {
            prices.add(PriceReader.read(item));
        } catch (IllegalArgumentException wrong) {
            problems.add(() -> place, String.valueOf(wrong.getMessage()), "something else");
        }
    }

    private static JsonFields yaml(byte[] body, FieldProblems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        // A short text with aliases of aliases would fill the memory.
        options.setMaxAliasesForCollections(0);
        options.setCodePointLimit(body.length + 1);
        DumperOptions unused = new DumperOptions();
        try {
            Object read = new Yaml(
                            new SafeConstructor(options), new Representer(unused), unused, options, new TextsOnly())
                    .load(new String(body, StandardCharsets.UTF_8));
            if (read instanceof Map<?, ?> map) {
                return JsonFields.of(map);
            }
            problems.add(() -> "", "must be a YAML mapping with prices", "something else");
        } catch (YAMLException unreadable) {
            problems.add(
                    () -> "",
                    "must be YAML without aliases of collections and without repeated keys",
                    "something else");
        }
        return JsonFields.of(Map.of());
    }
}
