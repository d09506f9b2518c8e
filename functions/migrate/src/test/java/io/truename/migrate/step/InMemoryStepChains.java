// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.step;

import io.truename.rekeying.run.StepChains;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Chains of one run in memory, in a time that is stepped. */
final class InMemoryStepChains implements StepChains, StepSimulation.Stepped {
    private final UUID id = UUID.randomUUID();
    private final List<Shard> shards = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private boolean moving = true;

    private static final class Shard {
        long step;
        Optional<Instant> due = Optional.empty();
        boolean held;
    }

    InMemoryStepChains() {
        for (int shard = 0; shard < StepSimulation.WORKERS; shard++) {
            shards.add(new Shard());
        }
    }

    private boolean lost(Shard of) {
        return of.due.filter(due -> due.isBefore(now.minus(PATIENCE))).isPresent();
    }

    @Override
    public boolean isReplaced(UUID run, int shard, OptionalLong step) {
        Shard of = shards.get(shard);
        return step.isPresent() && of.step > step.getAsLong() && of.due.isPresent();
    }

    @Override
    public Optional<Asked> next(UUID run, int shard, OptionalLong step, Duration delay) {
        Shard of = shards.get(shard);
        Instant due = now.plus(delay);
        boolean allowed = of.step <= step.orElse(-1)
                || of.due.isEmpty()
                || lost(of)
                || (step.isEmpty() && !of.due.get().isAfter(now))
                || of.due.get().isAfter(due);
        if (!allowed) {
            return Optional.empty();
        }
        of.step = Math.max(of.step, step.orElse(-1)) + 1;
        of.due = Optional.empty();
        return Optional.of(new Asked(run, shard, of.step, due));
    }

    @Override
    public void queued(Asked step) {
        Shard of = shards.get(step.shard());
        if (of.step == step.number()) {
            of.due = Optional.of(step.due());
        }
    }

    @Override
    public void ended(UUID run, int shard, OptionalLong step) {
        Shard of = shards.get(shard);
        if (step.isPresent() && of.step == step.getAsLong()) {
            of.due = Optional.empty();
        }
    }

    @Override
    public boolean leave(UUID run, int shard, OptionalLong step) {
        Shard of = shards.get(shard);
        if (of.held && of.step <= step.orElse(-1)) {
            of.due = Optional.empty();
        }
        return of.held;
    }

    @Override
    public List<Asked> stalled() {
        List<Asked> stalled = new ArrayList<>();
        for (int shard = 0; moving && shard < shards.size(); shard++) {
            Shard of = shards.get(shard);
            if (!of.held && (of.due.isEmpty() || lost(of))) {
                of.step++;
                of.due = Optional.of(now);
                stalled.add(new Asked(id, shard, of.step, now));
            }
        }
        return stalled;
    }

    @Override
    public StepChains chains() {
        return this;
    }

    @Override
    public UUID run() {
        return id;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public void lease(int shard, boolean held) {
        shards.get(shard).held = held;
    }

    @Override
    public void moving(boolean goesOn) {
        moving = goesOn;
    }
}
