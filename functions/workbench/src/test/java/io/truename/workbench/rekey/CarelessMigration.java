// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import java.time.Clock;

/** Moves, commits, and only then records. */
public final class CarelessMigration implements MigrationUnderTest {
    private final PlainJdbcMigration careful = new PlainJdbcMigration();

    @Override
    public String name() {
        return "careless";
    }

    @Override
    public void plan(String url, int documentsPerBatch) {
        careful.plan(url, documentsPerBatch);
    }

    @Override
    public void start(String url) {
        careful.start(url);
    }

    @Override
    public void rollBack(String url) {
        careful.rollBack(url);
    }

    @Override
    public void resume(String url) {
        careful.resume(url);
    }

    @Override
    public Instance instance(String url, Clock clock) {
        return new PlainJdbcInstance(url, true);
    }
}
