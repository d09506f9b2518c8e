// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.logging.v2.LogEntry;
import com.google.protobuf.Timestamp;
import io.truename.local.logging.store.Listing.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class LogStoreTest {
    static LogEntry entry(long seconds, String insertId, String log, String text) {
        return LogEntry.newBuilder()
                .setTimestamp(Timestamp.newBuilder().setSeconds(seconds))
                .setInsertId(insertId)
                .setLogName("projects/p/logs/" + log)
                .setTextPayload(text)
                .build();
    }

    static LogEntry entry(long seconds, String insertId) {
        return entry(seconds, insertId, "l", "text");
    }

    static List<String> ids(LogPage page) {
        return page.entries().stream().map(LogEntry::getInsertId).toList();
    }

    static LogPage all(LogStore store) {
        return store.list(new Listing(entry -> true, Order.OLDEST_FIRST, 1_000_000, Optional.empty()));
    }

    @Test
    void list_isOrderedByTimeThenInsertId() {
        LogStore store = new LogStore(1 << 20);
        store.add(List.of(entry(2, "a"), entry(1, "c"), entry(1, "b"), entry(3, "a")));
        assertThat(ids(all(store))).containsExactly("b", "c", "a", "a");
        assertThat(ids(store.list(new Listing(entry -> true, Order.NEWEST_FIRST, 2, Optional.empty()))))
                .containsExactly("a", "a");
    }

    @Test
    void duplicate_isLeftOut() {
        LogStore store = new LogStore(1 << 20);
        assertThat(store.add(List.of(entry(1, "a", "l", "first"), entry(1, "a", "l", "second"))))
                .isEqualTo(1);
        assertThat(store.add(List.of(entry(1, "a", "other", "x"), entry(2, "a", "l", "x"))))
                .isEqualTo(2);
        assertThat(all(store).entries().get(0).getTextPayload()).isEqualTo("first");
    }

    @Property(tries = 200)
    void pages_giveEachEntryOnce(
            @ForAll @Size(max = 60) List<@IntRange(max = 20) Integer> times,
            @ForAll @IntRange(min = 1, max = 9) int size,
            @ForAll Order order) {
        LogStore store = new LogStore(1 << 20);
        List<LogEntry> expected = new ArrayList<>();
        for (int at = 0; at < times.size(); at++) {
            LogEntry entry = entry(times.get(at), "id-" + at % 7 + "-" + at);
            expected.add(entry);
            store.add(List.of(entry));
        }
        expected.sort(Comparator.comparing(EntryKey::of));
        if (order == Order.NEWEST_FIRST) {
            Collections.reverse(expected);
        }
        List<LogEntry> listed = new ArrayList<>();
        Optional<EntryKey> after = Optional.empty();
        do {
            LogPage page = store.list(new Listing(entry -> true, order, size, after));
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(size);
            listed.addAll(page.entries());
            String token =
                    page.next().map(last -> PageToken.write(last, "filter")).orElse("");
            assertThat(token.isEmpty() || PageToken.read(token, "other").isEmpty())
                    .isTrue();
            after = token.isEmpty() ? Optional.empty() : PageToken.read(token, "filter");
        } while (after.isPresent());
        assertThat(listed).isEqualTo(expected);
    }

    @Test
    void fullStore_dropsWhatArrivedFirst() {
        LogStore store = new LogStore(100_000);
        for (int at = 0; at < 5_000; at++) {
            store.add(List.of(entry(5_000 - at, "id-" + at)));
        }
        LogStore.Usage usage = store.usage();
        assertThat(usage.bytes()).isBetween(90_000L, 100_000L);
        assertThat(usage.dropped()).isEqualTo(5_000 - usage.entries());
        assertThat(all(store).entries()).hasSize(usage.entries());
        assertThat(ids(all(store))).contains("id-4999").doesNotContain("id-0");
    }

    @Test
    void page_endsEarlyBelowThreeMebibytes() {
        LogStore store = new LogStore(64 << 20);
        for (int at = 0; at < 100; at++) {
            store.add(List.of(entry(at, "id", "l", "x".repeat(100_000))));
        }
        LogPage page = all(store);
        assertThat(page.entries()).hasSize(31);
        assertThat(page.next()).isPresent();
    }

    @Test
    void deleteLog_removesItsEntries() {
        LogStore store = new LogStore(1 << 20);
        store.add(List.of(entry(1, "a", "x", ""), entry(2, "b", "y", ""), entry(3, "c", "x", "")));
        assertThat(store.logNames()).containsExactly("projects/p/logs/x", "projects/p/logs/y");
        assertThat(store.deleteLog("projects/p/logs/x")).isTrue();
        assertThat(store.deleteLog("projects/p/logs/x")).isFalse();
        assertThat(ids(all(store))).containsExactly("b");
        assertThat(store.logNames()).containsExactly("projects/p/logs/y");
        store.add(List.of(entry(1, "a", "x", "")));
        assertThat(ids(all(store))).containsExactly("a", "b");
    }

    @Test
    void tail_getsNewEntriesThatMatch() {
        LogStore store = new LogStore(1 << 20);
        store.add(List.of(entry(1, "before")));
        LogTail tail = store.tail(entry -> !entry.getInsertId().equals("b"), 10, 1 << 20);
        store.add(List.of(entry(2, "a"), entry(3, "b"), entry(2, "a"), entry(4, "c")));
        LogTail.Batch batch = tail.take(10, Duration.ZERO);
        assertThat(batch.entries()).extracting(LogEntry::getInsertId).containsExactly("a", "c");
        assertThat(batch.missed()).isZero();
        assertThat(tail.take(10, Duration.ZERO).isEmpty()).isTrue();
        tail.close();
        store.add(List.of(entry(5, "d")));
        assertThat(tail.take(10, Duration.ZERO).isEmpty()).isTrue();
    }

    @Test
    void tail_thatIsFull_countsWhatItMissed() {
        LogStore store = new LogStore(1 << 20);
        LogTail few = store.tail(entry -> true, 3, 1 << 20);
        LogTail small = store.tail(entry -> true, 1_000, 100);
        for (int at = 0; at < 20; at++) {
            store.add(List.of(entry(at, "id-" + at)));
        }
        assertThat(few.take(10, Duration.ZERO).missed()).isEqualTo(17);
        assertThat(few.take(10, Duration.ZERO).isEmpty()).isTrue();
        LogTail.Batch batch = small.take(100, Duration.ZERO);
        assertThat(batch.entries().size() + batch.missed()).isEqualTo(20);
        assertThat(batch.missed()).isPositive();
    }

    @Test
    void tail_holdsEntriesBackForTheirWindow() {
        LogStore store = new LogStore(1 << 20);
        LogTail tail = store.tail(entry -> true, 10, 1 << 20);
        store.add(List.of(entry(1, "a")));
        assertThat(tail.take(10, Duration.ofMinutes(1)).isEmpty()).isTrue();
        assertThat(tail.take(10, Duration.ZERO).entries()).hasSize(1);
    }

    @Test
    void writersAndReaders_atOnce() throws Exception {
        LogStore store = new LogStore(200_000);
        LogTail tail = store.tail(entry -> true, 1_000_000, 1 << 30);
        ExecutorService writers = Executors.newFixedThreadPool(4);
        for (int writer = 0; writer < 4; writer++) {
            int own = writer;
            writers.execute(() -> {
                for (int at = 0; at < 2_000; at++) {
                    store.add(List.of(entry(at, own + "-" + at, "l" + own, "text")));
                    if (at % 500 == 499) {
                        all(store);
                    }
                }
            });
        }
        writers.shutdown();
        assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        List<LogEntry> tailed = tail.take(Integer.MAX_VALUE, Duration.ZERO).entries();
        assertThat(tailed).hasSize(8_000);
        assertThat(new TreeSet<>(tailed.stream().map(EntryKey::of).toList())).hasSize(8_000);
        assertThat(store.usage().bytes()).isLessThanOrEqualTo(200_000);
        assertThat(all(store).entries()).hasSize(store.usage().entries());
    }
}
