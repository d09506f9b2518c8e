// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import io.truename.edge.corpus.Ids;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.Rules;
import io.truename.reviewing.feedback.Answer;
import io.truename.reviewing.feedback.FeedbackToken;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Pages behind the link of a report: one that asks whether it was useful, and one that thanks. Opening the first keeps nothing, since programs
 * that check mail open links.
 */
final class FeedbackPages {
    /** Media type of a form in a browser. */
    static final String FORM = "application/x-www-form-urlencoded";

    private static final Map<String, String> HEADERS =
            Map.of("Cache-Control", "no-store", "Referrer-Policy", "no-referrer");

    private final Optional<FeedbackLinks> links;
    private final Clock clock;

    /** {@code links} is empty if no key is set: then no link is one of ours. */
    FeedbackPages(Optional<FeedbackLinks> links, Clock clock) {
        this.links = links;
        this.clock = clock;
    }

    EdgeResponse ask(EdgeRequest request) {
        // Of a form that is sent twice, one answer counts.
        return token(request)
                .map(
                        token -> page(
                                "Was this useful?",
                                "<form method=\"post\"><input type=\"hidden\" name=\"id\" value=\"" + UUID.randomUUID()
                                        + "\">\n<fieldset><legend>Was the report useful?</legend>"
                                        + "<label><input type=\"radio\" name=\"useful\" value=\"yes\"> Yes</label> "
                                        + "<label><input type=\"radio\" name=\"useful\" value=\"no\"> No</label></fieldset>\n"
                                        + "<p><label>Would you recommend it? From 0, not at all, to 10: "
                                        + "<input type=\"number\" name=\"score\" min=\"0\" max=\"10\"></label></p>\n"
                                        + "<p><button>Send</button></p></form>\n<p>Nothing in the answer tells who gave it.</p>"))
                .orElseGet(FeedbackPages::unknown);
    }

    EdgeResponse take(Services with, EdgeRequest request) {
        Optional<FeedbackToken> token = token(request);
        if (token.isEmpty()) {
            return unknown();
        }
        FieldProblems problems = new FieldProblems();
        Form form = new Form(fields(new String(request.bytes(), StandardCharsets.UTF_8)), problems);
        UUID id = form.id();
        Optional<Boolean> useful = form.useful();
        OptionalInt score = form.score();
        if (problems.found() == 0 && useful.isEmpty() && score.isEmpty()) {
            problems.add(() -> "/useful", Rules.GIVEN + ", or score", Rules.NOTHING);
        }
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        Answer answer =
                new Answer(token.get().segment(), useful, score, clock.instant().truncatedTo(ChronoUnit.HOURS));
        with.database().inTransaction(session -> with.money().feedback().add(session, id, answer));
        return page("Thank you", "<p>The next report on feedback counts your answer.</p>");
    }

    private Optional<FeedbackToken> token(EdgeRequest request) {
        return links.flatMap(its -> its.read(request.parameter("token"), clock.instant()));
    }

    private static EdgeResponse unknown() {
        return Problem.of(
                        404,
                        "There is no such question",
                        "Open the link at the end of a report of the last weeks, unchanged.")
                .response();
    }

    private static Map<String, String> fields(String body) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noEscape) {
            return text;
        }
    }

    /** Fields of the form; those that a browser left empty are left out. */
    private record Form(Map<String, String> fields, FieldProblems problems) {
        private Optional<String> field(String name) {
            return Optional.ofNullable(fields.get(name)).filter(text -> !text.isEmpty());
        }

        UUID id() {
            Optional<String> text = field("id");
            try {
                return text.map(Ids::parse).orElseGet(UUID::randomUUID);
            } catch (IllegalArgumentException noId) {
                problems.add(() -> "/id", String.valueOf(noId.getMessage()), "something else");
                return UUID.randomUUID();
            }
        }

        Optional<Boolean> useful() {
            Optional<String> text = field("useful");
            if (text.isPresent() && !text.get().matches("yes|no")) {
                problems.add(() -> "/useful", "must be yes or no", "something else");
            }
            return text.map("yes"::equals);
        }

        OptionalInt score() {
            Optional<String> text = field("score");
            if (text.isPresent() && !text.get().matches("[0-9]|10")) {
                problems.add(() -> "/score", Rules.wholeNumber(0, 10), "something else");
                return OptionalInt.empty();
            }
            return text.isPresent() ? OptionalInt.of(Integer.parseInt(text.get())) : OptionalInt.empty();
        }
    }

    private static EdgeResponse page(String title, String body) {
        String html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline';"
                + " form-action 'self'\">\n<title>" + title + "</title>\n"
                + "<style>body{font:16px/1.5 sans-serif;max-width:34em;margin:2em auto;padding:0 1em}</style>\n</head>\n<body>\n<main>\n<h1>"
                + title + "</h1>\n" + body + "\n</main>\n</body>\n</html>\n";
        return new EdgeResponse(
                200, "text/html;charset=utf-8", HEADERS, html.getBytes(StandardCharsets.UTF_8), Map.of());
    }
}
