// SPDX-License-Identifier: Apache-2.0
package io.truename.local.scheduler;

import io.truename.catalog.Catalog;
import io.truename.catalog.CronSchedule;
import io.truename.catalog.ScheduleSpec;
import io.truename.local.component.Component;
import io.truename.local.component.Health;
import io.truename.local.control.ControlException;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRequest;
import io.truename.local.control.ControlRoutes;
import io.truename.local.log.LogBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Scheduler of the catalog's cron jobs: publishes each job's message when it is due, and on request. */
public final class LocalScheduler implements Component {
    /** Status of a schedule for the console. */
    record Status(
            String name,
            String description,
            String cron,
            String timeZone,
            String topic,
            boolean paused,
            @Nullable String nextRun,
            @Nullable String lastRun,
            @Nullable String lastResult) {}

    private final class Job {
        private final ScheduleSpec spec;
        private final CronSchedule schedule;
        private volatile @Nullable Instant nextRun;
        private volatile @Nullable Instant lastRun;
        private volatile @Nullable String lastResult;
        private @Nullable ScheduledFuture<?> planned;
        private boolean paused;

        Job(ScheduleSpec spec) {
            this.spec = spec;
            this.schedule = new CronSchedule(spec.cron(), spec.timeZone());
        }

        synchronized void plan(Instant previous) {
            if (paused) {
                return;
            }
            // A schedule that was paused and resumed during a run has its next run planned already.
            cancelPlanned();
            // A timer may fire slightly early; the due time that was just run must not come again.
            Instant now = clock.instant();
            Optional<Instant> next = schedule.after(now.isBefore(previous) ? previous : now);
            nextRun = next.orElse(null);
            next.ifPresent(time -> {
                long wait = Math.max(0, Duration.between(now, time).toMillis());
                planned = timer.schedule(() -> runAndPlan(time), wait, TimeUnit.MILLISECONDS);
            });
        }

        /** A run that is under way ends as planned. */
        synchronized void pause() {
            paused = true;
            nextRun = null;
            cancelPlanned();
        }

        private void cancelPlanned() {
            if (planned != null) {
                planned.cancel(false);
            }
        }

        /** Due times that passed meanwhile are not made up for, as in the cloud. */
        synchronized void resume() {
            if (paused) {
                paused = false;
                plan(clock.instant());
            }
        }

        private void runAndPlan(Instant due) {
            try {
                run();
            } finally {
                plan(due);
            }
        }

        void run() {
            lastRun = clock.instant();
            try {
                publisher.publish(spec.topic(), spec.payload(), spec.attributes());
                lastResult = "published to " + spec.topic();
                log.add("scheduler", "INFO", spec.name() + ": " + lastResult);
            } catch (RuntimeException failed) {
                lastResult = "failed: " + failed.getMessage();
                log.add("scheduler", "ERROR", spec.name() + ": " + lastResult);
            }
        }

        synchronized Status status() {
            return new Status(
                    spec.name(),
                    spec.description(),
                    spec.cron(),
                    spec.timeZone().getId(),
                    spec.topic(),
                    paused,
                    text(nextRun),
                    text(lastRun),
                    lastResult);
        }
    }

    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final MessagePublisher publisher;
    private final Clock clock;
    private final LogBuffer log;
    private final ScheduledExecutorService timer;

    private LocalScheduler(Catalog catalog, MessagePublisher publisher, Clock clock, LogBuffer log) {
        this.publisher = publisher;
        this.clock = clock;
        this.log = log;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "scheduler");
            thread.setDaemon(true);
            return thread;
        });
        catalog.schedules().forEach((name, spec) -> jobs.put(name, new Job(spec)));
    }

    /** Starts the scheduler and plans every job. */
    public static LocalScheduler start(Catalog catalog, MessagePublisher publisher, Clock clock, LogBuffer log) {
        LocalScheduler scheduler = new LocalScheduler(catalog, publisher, clock, log);
        Instant now = clock.instant();
        scheduler.jobs.values().forEach(job -> job.plan(now));
        return scheduler;
    }

    /**
     * Adds the commands that run a schedule at once, which does not change its next due time, and that pause and resume it. A paused
     * schedule still runs on request.
     */
    public void addRoutes(ControlRoutes routes) {
        routes.add("POST", "/api/schedules/{name}/run", request -> command(request, Job::run))
                .add("POST", "/api/schedules/{name}/pause", request -> command(request, Job::pause))
                .add("POST", "/api/schedules/{name}/resume", request -> command(request, Job::resume));
    }

    private ControlReply command(ControlRequest request, Consumer<Job> command) {
        Job job = jobs.get(request.require("name"));
        if (job == null) {
            throw ControlException.notFound(
                    "There is no such schedule; there are: " + String.join(", ", jobs.keySet()));
        }
        command.accept(job);
        return ControlReply.accepted();
    }

    @Override
    public String name() {
        return "scheduler";
    }

    @Override
    public Health health() {
        return timer.isShutdown()
                ? Health.down("Stopped; start the local cloud again.")
                : Health.up(jobs.size() + " schedules are active.");
    }

    @Override
    public Object status() {
        return jobs.values().stream().map(Job::status).toList();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
