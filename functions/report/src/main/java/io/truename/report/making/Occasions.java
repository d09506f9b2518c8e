// SPDX-License-Identifier: Apache-2.0
package io.truename.report.making;

import io.truename.costing.budget.BudgetPeriod;
import io.truename.postgres.reporting.AnnouncementStore.Audience;
import io.truename.postgres.reporting.ReportStore.Kind;
import io.truename.postgres.reporting.ReportStore.Order;
import io.truename.reviewing.reliability.ReportSchedule;
import io.truename.reviewing.reliability.ReportSchedule.Rhythm;
import io.truename.reviewing.reliability.ReportWindow;
import io.truename.reviewing.reliability.ReportWindow.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Occasions of scheduled reports: the week on Mondays at 9:00, the month and the quarter on their first day at 9:00, by the clock on the
 * wall of a zone; costs by that of the bill. The report of a week is announced to engineering at 9:00, to leadership at 10:00 and to support at 14:00, that of a
 * month to the public.
 */
public final class Occasions {
    private static final LocalTime MORNING = LocalTime.of(9, 0);

    /** An occasion that is older was missed for good, such as before the function was installed. */
    private static final Duration RECENT = Duration.ofDays(2);

    private final ZoneId zone;

    /** {@code zone} is that of the readers. */
    public Occasions(ZoneId zone) {
        this.zone = zone;
    }

    private record Scheduled(Kind kind, Span span, Rhythm rhythm) {}

    private static final List<Scheduled> SCHEDULED = List.of(
            new Scheduled(Kind.WEEKLY, Span.WEEK, Rhythm.WEEKLY),
            new Scheduled(Kind.WEEKLY, Span.MONTH, Rhythm.MONTHLY),
            new Scheduled(Kind.WEEKLY, Span.QUARTER, Rhythm.QUARTERLY),
            new Scheduled(Kind.SAVINGS, Span.MONTH, Rhythm.MONTHLY),
            new Scheduled(Kind.COST, Span.MONTH, Rhythm.MONTHLY),
            new Scheduled(Kind.FEEDBACK, Span.MONTH, Rhythm.MONTHLY));

    /** Orders whose time has come in the last two days, of the kinds that can be made. Each has the name of its occasion. */
    List<Order> due(Instant now, Set<Kind> kinds) {
        List<Order> due = new ArrayList<>();
        for (Scheduled scheduled : SCHEDULED) {
            Instant time = new ReportSchedule(scheduled.rhythm(), MORNING, zone(scheduled)).next(now.minus(RECENT));
            if (kinds.contains(scheduled.kind()) && !time.isAfter(now)) {
                due.add(order(scheduled, time));
            }
        }
        return due;
    }

    /** A bill has months of its own. */
    private ZoneId zone(Scheduled scheduled) {
        return scheduled.kind() == Kind.COST ? BudgetPeriod.ZONE : zone;
    }

    private Order order(Scheduled scheduled, Instant time) {
        ReportWindow window = ReportWindow.before(scheduled.span(), time, zone(scheduled));
        String span = scheduled.span().name().toLowerCase(Locale.ROOT);
        return new Order(
                scheduled.kind(),
                window.from(),
                window.until(),
                "{\"span\":\"" + span + "\"}",
                Optional.of(scheduled.kind().name().toLowerCase(Locale.ROOT) + " " + span + " "
                        + LocalDate.ofInstant(window.from(), zone(scheduled))),
                Optional.<UUID>empty());
    }

    /** The audiences that a report is announced to, and when: no time is before now. */
    Map<Audience, Instant> announcements(Order order, Instant now) {
        Map<Audience, Instant> due = new EnumMap<>(Audience.class);
        ReportWindow week = ReportWindow.before(Span.WEEK, order.until(), zone);
        boolean ofAWeek = order.kind() == Kind.WEEKLY && isWindow(order, week);
        if (!ofAWeek) {
            due.put(Audience.ANYBODY, now);
            if (order.kind() == Kind.WEEKLY && isWindow(order, ReportWindow.before(Span.MONTH, order.until(), zone))) {
                due.put(Audience.PUBLIC, now);
            }
            return due;
        }
        due.put(Audience.ENGINEERING, at(ReportSchedule.Audience.ENGINEERING, order.until(), now));
        due.put(Audience.LEADERSHIP, at(ReportSchedule.Audience.LEADERSHIP, order.until(), now));
        due.put(Audience.SUPPORT, at(ReportSchedule.Audience.SUPPORT, order.until(), now));
        return due;
    }

    private static boolean isWindow(Order order, ReportWindow window) {
        return order.from().equals(window.from()) && order.until().equals(window.until());
    }

    private Instant at(ReportSchedule.Audience audience, Instant until, Instant now) {
        Instant time = audience.schedule(zone).next(until.minusNanos(1));
        return time.isBefore(now) ? now : time;
    }
}
