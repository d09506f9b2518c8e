// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.metrics;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.OptionalLong;

/** Heap that was in use after the last garbage collection of each of its pools. */
final class HeapAfterCollection {
    private HeapAfterCollection() {}

    /** Bytes; empty before the first collection. */
    static OptionalLong bytes() {
        long sum = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            sum += usage == null ? 0 : usage.getUsed();
        }
        return sum == 0 ? OptionalLong.empty() : OptionalLong.of(sum);
    }
}
