// SPDX-License-Identifier: Apache-2.0
package io.truename.local.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.control.ControlException;
import io.truename.local.control.WholeNumber;
import io.truename.local.pubsub.broker.Faults;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * JSON reader of {@link Faults} for the control API. Every field is optional, and all invalid fields are reported together:
 *
 * <pre>
 * duplicate, loseAcks                   a probability, 0 to 1
 * delayMillis                           milliseconds, 0 to 600000
 * reorder                               true or false
 * answer503, killFunction               a count, 0 to 1000000
 * killAfterMillis                       milliseconds, 0 to 60000; 50 unless given
 * </pre>
 */
final class FaultsReader {
    private static final Set<String> FIELDS =
            Set.of("duplicate", "delayMillis", "reorder", "loseAcks", "answer503", "killFunction", "killAfterMillis");

    private final JsonNode body;
    private final List<String> problems = new ArrayList<>();

    private FaultsReader(JsonNode body) {
        this.body = body;
    }

    /**
     * Reads faults.
     *
     * @throws ControlException if a field is invalid; the message names every such field
     */
    static Faults read(JsonNode body) {
        return new FaultsReader(body).read();
    }

    private Faults read() {
        if (!body.isObject()) {
            throw ControlException.badRequest("The body must be a JSON object of faults, as {\"duplicate\": 0.2}.");
        }
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                problems.add(
                        name + ": is no fault; the faults are duplicate, delayMillis, reorder, loseAcks, answer503, "
                                + "killFunction and killAfterMillis");
            }
        }
        double duplicate = probability("duplicate");
        long delayMillis = count("delayMillis", 600_000, 0);
        boolean reorder = flag("reorder");
        double loseAcks = probability("loseAcks");
        int answer503 = count("answer503", 1_000_000, 0);
        int killFunction = count("killFunction", 1_000_000, 0);
        int killAfterMillis = count("killAfterMillis", 60_000, (int) Faults.NONE.killAfterMillis());
        if (!problems.isEmpty()) {
            throw ControlException.badRequest(String.join("; ", problems));
        }
        return new Faults(duplicate, delayMillis, reorder, loseAcks, answer503, killFunction, killAfterMillis);
    }

    private double probability(String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return 0;
        }
        double number = value.isNumber() ? value.asDouble() : -1;
        if (!(number >= 0 && number <= 1)) {
            problems.add(name + ": must be a probability, 0 to 1");
            return 0;
        }
        return number;
    }

    private int count(String name, int most, int absent) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return absent;
        }
        OptionalInt count = WholeNumber.read(value, most);
        if (count.isEmpty()) {
            problems.add(name + ": must be a whole number from 0 to " + most);
        }
        return count.orElse(0);
    }

    private boolean flag(String name) {
        JsonNode value = body.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            problems.add(name + ": must be true or false");
        }
        return value.asBoolean();
    }
}
