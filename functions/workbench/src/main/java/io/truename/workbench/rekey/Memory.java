// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** Peak memory of this process since the watch began: heap after a collection, and resident memory. */
public final class Memory implements AutoCloseable {
    private static final Set<String> HEAP = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());

    private final AtomicLong most = new AtomicLong();
    private final NotificationListener listener = this::collected;

    private Memory() {}

    /** Begins to watch. */
    public static Memory watch() {
        Memory memory = new Memory();
        System.gc();
        ManagementFactory.getGarbageCollectorMXBeans()
                .forEach(bean -> ((NotificationEmitter) bean).addNotificationListener(memory.listener, null, null));
        try {
            // Sets the kernel's own mark back, where it has one.
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException noSuchMark) {
            memory.most.set(0);
        }
        return memory;
    }

    private void collected(Notification notification, Object unused) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            long used = 0;
            for (Map.Entry<String, MemoryUsage> pool : GarbageCollectionNotificationInfo.from(
                            (CompositeData) notification.getUserData())
                    .getGcInfo()
                    .getMemoryUsageAfterGc()
                    .entrySet()) {
                used += HEAP.contains(pool.getKey()) ? pool.getValue().getUsed() : 0;
            }
            long now = used;
            most.updateAndGet(before -> Math.max(before, now));
        }
    }

    /** Megabytes of heap in use after the collection that left most. */
    public long heapAfterCollection() {
        System.gc();
        long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return Math.max(now, most.get()) >> 20;
    }

    /** Megabytes resident at most; 0 where the system does not say. */
    public static long resident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException noSuchFile) {
            return 0;
        }
    }

    @Override
    public void close() {
        ManagementFactory.getGarbageCollectorMXBeans().forEach(bean -> {
            try {
                ((NotificationEmitter) bean).removeNotificationListener(listener);
            } catch (javax.management.ListenerNotFoundException neverAdded) {
                throw new IllegalStateException(neverAdded);
            }
        });
    }
}
