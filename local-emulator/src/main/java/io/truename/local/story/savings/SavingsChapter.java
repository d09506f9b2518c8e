// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.savings;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.database.DatabaseAddress;
import io.truename.local.story.CorpusLogin;
import io.truename.local.story.FunctionClient;
import io.truename.local.story.MismatchException;
import io.truename.local.story.StoryFailedException;
import io.truename.local.story.StoryProgress;
import io.truename.local.story.StoryResult;
import io.truename.local.story.StoryResult.Fact;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Sixth chapter of the story. The report's ledger is held against a query that shares nothing with it. */
final class SavingsChapter {
    private static final int LOOKS = 600;
    private static final int PAUSE_MILLIS = 200;

    /** Documents and bytes: unique, of the same owner, across owners, all. */
    private static final String LEDGER = """
            SELECT count(*), coalesce(sum(size), 0), coalesce(sum(n - k), 0), coalesce(sum((n - k) * size), 0),
                   coalesce(sum(k - 1), 0), coalesce(sum((k - 1) * size), 0), coalesce(sum(n), 0), coalesce(sum(n * size), 0)
            FROM (SELECT count(*) AS n, count(DISTINCT user_id) AS k, max(bytes_len) AS size
                  FROM upload_pipeline.documents GROUP BY file_sha256) content""";

    private final FunctionClient report;
    private final CorpusLogin login;
    private final StoryProgress progress;

    SavingsChapter(URI gateway, DatabaseAddress database, StoryProgress progress) {
        this.report = new FunctionClient(gateway, "report");
        this.login = new CorpusLogin(database);
        this.progress = progress;
    }

    StoryResult tell() throws InterruptedException, SQLException {
        progress.begin(SavingsStep.REPORT, null);
        JsonNode made = make();
        JsonNode rows = section(made, "ledger").path("rows");
        progress.add(
                SavingsStep.REPORT, rows.get(rows.size() - 1).path("documents").asLong());
        progress.end(SavingsStep.REPORT);

        progress.begin(SavingsStep.CHECK, (long) rows.size());
        List<long[]> counted = counted();
        for (int line = 0; line < counted.size(); line++) {
            compare(rows.get(line), counted.get(line));
            progress.add(SavingsStep.CHECK, 1);
        }
        progress.end(SavingsStep.CHECK);
        return result(made, rows);
    }

    private JsonNode make() throws InterruptedException {
        JsonNode begun = report.post("/reports", "{\"kind\":\"savings\"}");
        String id = begun.path("id").asText();
        for (int look = 0; look < LOOKS; look++) {
            JsonNode found = report.get("/reports/" + id);
            if (found.path("state").asText().equals("FAILED")) {
                throw new MismatchException(
                        "report cannot make its ledger: " + found.path("error").asText());
            }
            if (found.has("sections")) {
                return found;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        throw new StoryFailedException("the report " + id + " was not made: look at the log of report.", false, null);
    }

    private static JsonNode section(JsonNode made, String key) {
        for (JsonNode section : made.path("sections")) {
            if (section.path("key").asText().equals(key)) {
                return section;
            }
        }
        throw new MismatchException("the report has no section " + key);
    }

    private List<long[]> counted() throws SQLException {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LEDGER)) {
            row.next();
            List<long[]> lines = new ArrayList<>();
            for (int column = 1; column < 9; column += 2) {
                lines.add(new long[] {row.getLong(column), row.getLong(column + 1)});
            }
            return lines;
        }
    }

    private static void compare(JsonNode line, long[] counted) {
        if (line.path("documents").asLong() != counted[0]
                || line.path("logical").asLong() != counted[1]) {
            throw new MismatchException(String.format(
                    Locale.ROOT,
                    "the ledger's line %s has %d documents of %d bytes, and SQL counts %d of %d",
                    line.path("line").asText(),
                    line.path("documents").asLong(),
                    line.path("logical").asLong(),
                    counted[0],
                    counted[1]));
        }
    }

    private static StoryResult result(JsonNode made, JsonNode rows) {
        JsonNode total = rows.get(rows.size() - 1);
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Unique", count(rows.get(0))));
        facts.add(new Fact("Same owner", count(rows.get(1)) + ", of which ids from content make one"));
        facts.add(new Fact("Across owners", count(rows.get(2)) + ", which only shared storage could join"));
        facts.add(new Fact("Ledger", count(total) + ", as SQL counts them"));
        facts.add(new Fact("Uploads skipped", skipped(section(made, "attempts").path("rows"))));
        return new StoryResult(made.path("lead").asText(), facts);
    }

    /** Uploads that stage events say were skipped, because their documents were stored already. */
    private static String skipped(JsonNode attempts) {
        for (JsonNode row : attempts) {
            if (row.path("step").asText().equals("upload")
                    && row.path("skipped").isNumber()) {
                return String.format(
                        Locale.ROOT,
                        "%,d of %,d attempts, as the pipeline's events told",
                        row.path("skipped").asLong(),
                        row.path("attempts").asLong());
            }
        }
        return "no data: no event of an upload came in the last 30 days";
    }

    private static String count(JsonNode row) {
        return String.format(Locale.ROOT, "%,d documents", row.path("documents").asLong());
    }
}
