// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The engines that commands can name; the first is meant when none is named. */
public final class Engines {
    private static final Map<String, Supplier<MigrationUnderTest>> ENGINES = new LinkedHashMap<>();

    static {
        ENGINES.put("truename", TruenameMigration::new);
        ENGINES.put("truename-2", () -> new TruenameMigration(2));
        ENGINES.put("truename-inputs", InputsMigration::new);
        ENGINES.put("truename-positions", PositionsMigration::new);
        ENGINES.put("plain", PlainJdbcMigration::new);
    }

    private Engines() {}

    /** Names. */
    public static List<String> names() {
        return List.copyOf(ENGINES.keySet());
    }

    /** The engine of that name. */
    public static MigrationUnderTest named(String name) {
        Supplier<MigrationUnderTest> engine = ENGINES.get(name);
        if (engine == null) {
            throw new IllegalArgumentException("Engines are " + String.join(", ", names()) + "; got " + name);
        }
        return engine.get();
    }
}
