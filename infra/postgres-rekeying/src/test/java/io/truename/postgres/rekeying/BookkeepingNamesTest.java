// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests of every module name the tables of runs in the schema {@code truename} through {@link BookkeepingTables} only. */
class BookkeepingNamesTest {
    private static final Path PROJECT = Path.of("..", "..");
    private static final Path SCHEMA =
            PROJECT.resolve(Path.of("infra", "postgres", "src", "main", "resources", "truename-schema"));
    private static final Pattern CREATION = Pattern.compile("CREATE TABLE truename\\.(\\w+)");

    /** Files of the probe, the tuner and imports: their own tables, of which this module knows nothing. */
    private static final Pattern OF_OTHERS = Pattern.compile("V(1[3-9]|2[0-9]|31)__.*");

    /** Why these may is told in {@link BookkeepingTables}. */
    private static final Set<String> EXEMPT = Set.of(
            "ActionRunnerIT.java",
            "BookkeepingChanges.java",
            "BookkeepingNamesTest.java",
            "BookkeepingTable.java",
            "BookkeepingTables.java",
            "HealthHistoryIT.java",
            "MigrationChangesIT.java",
            "MigrationMakerIT.java",
            "MoveStatementTest.java",
            "SavingsMakerIT.java",
            "SchemaMigrationsIT.java");

    @Test
    void constants_areTheTablesOfTheSchema() {
        assertThat(Arrays.stream(BookkeepingTable.values()).map(BookkeepingTable::qualifiedName))
                .containsExactlyInAnyOrderElementsOf(
                        tables().stream().map(table -> "truename." + table).toList());
    }

    @Test
    void testsOutsideOfTheFixture_nameNoTable() {
        Pattern name = Pattern.compile("(?<![.\\w])truename\\.(" + String.join("|", tables()) + ")\\b");
        List<Path> sources = Stream.concat(
                        Stream.of(PROJECT.resolve("local-emulator")),
                        Stream.of("infra", "functions").map(PROJECT::resolve).flatMap(BookkeepingNamesTest::folders))
                .map(module -> module.resolve(Path.of("src", "test")))
                .filter(Files::isDirectory)
                .flatMap(tests -> files(tests, ".java"))
                .toList();
        assertThat(sources)
                .extracting(path -> path.getFileName().toString())
                .containsAll(EXEMPT)
                .contains("MigrateIT.java", "MigrationStoryIT.java");
        assertThat(sources.stream()
                        .filter(path -> !EXEMPT.contains(path.getFileName().toString()))
                        .flatMap(path -> lines(path).stream()
                                .filter(line -> name.matcher(line).find())
                                .map(line -> path.getFileName() + ": " + line.strip())))
                .isEmpty();
    }

    private static Set<String> tables() {
        return files(SCHEMA, ".sql")
                .filter(path ->
                        !OF_OTHERS.matcher(path.getFileName().toString()).matches())
                .flatMap(path -> lines(path).stream())
                .flatMap(line -> CREATION.matcher(line).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Path> folders(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory).toList().stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Stream<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> path.toString().endsWith(ending)).toList().stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
