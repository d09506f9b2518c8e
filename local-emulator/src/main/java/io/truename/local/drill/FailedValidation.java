// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.story.CorpusLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trigger of the application, made after the plan, that writes another hash into each row that a migration moves. */
final class FailedValidation implements Cause {
    private static final String MAKE = """
            CREATE FUNCTION upload_pipeline.drill() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN NEW.file_sha256 := encode(sha256(NEW.file_sha256::bytea), 'hex'); RETURN NEW; END $$;
            CREATE TRIGGER drill BEFORE UPDATE ON upload_pipeline.documents
              FOR EACH ROW EXECUTE FUNCTION upload_pipeline.drill()""";
    private static final String DROP = "DROP FUNCTION IF EXISTS upload_pipeline.drill() CASCADE";

    private final CorpusLogin owner;
    private final Migrations migrations;
    private final MetricPoints points;
    private @Nullable String run;

    FailedValidation(CorpusLogin owner, Migrations migrations, MetricPoints points) {
        this.owner = owner;
        this.migrations = migrations;
        this.points = points;
    }

    @Override
    public String name() {
        return "a trigger changes the rows that a migration moves";
    }

    @Override
    public List<String> opens() {
        return List.of("migration-validation-failed");
    }

    /** {@code migrate} works hard, for a moment that the pattern repeats. */
    @Override
    public List<String> mayOpen() {
        return List.of(Generate.BUSY);
    }

    @Override
    public void begin() throws InterruptedException, SQLException {
        String planned = migrations.plan("invalid-");
        run = planned;
        execute(MAKE);
        migrations.command(planned, "start");
        migrations.await(planned, "PAUSED");
    }

    @Override
    public void awaitPoints(boolean ended) throws InterruptedException {
        if (!ended) {
            points.await("migrate/validation_failures", "", "migrate-stalled-runs", failures -> failures > 0);
        }
    }

    @Override
    public void end() throws InterruptedException, SQLException {
        execute(DROP);
        if (run != null) {
            migrations.command(run, "retry-quarantined");
            migrations.command(run, "resume");
            migrations.await(run, "FINISHED");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = owner.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
