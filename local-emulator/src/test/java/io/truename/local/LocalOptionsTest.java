// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.local.component.StartException;
import io.truename.local.database.DatabaseAddress;
import io.truename.local.story.StoryState;
import io.truename.local.story.StoryStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalOptionsTest {
    private static final String URL = "postgresql://app:s%40cret%3A@db.example:5433/the%20corpus";

    @TempDir
    Path folder;

    @Test
    void corpus_withoutADatabase_isTheSample() throws Exception {
        CorpusLocation corpus = checked().corpus();
        assertThat(corpus).isInstanceOf(CorpusLocation.Embedded.class);
        assertThat(corpus.mapping(folder).orElseThrow())
                .content()
                .contains("table: upload_pipeline.documents", "path: $.document_id");
    }

    @Test
    void corpus_ofSomebodyElse() throws Exception {
        CorpusLocation corpus =
                checked("--database", URL, "--mapping", mapping().toString()).corpus();
        assertThat(corpus)
                .isEqualTo(new CorpusLocation.External(
                        new DatabaseAddress("db.example", 5433, "the corpus", "app", "s@cret:"),
                        Optional.of(mapping())));
        DatabaseAddress address = ((CorpusLocation.External) corpus).address();
        assertThat(DatabaseAddress.parse(address.urlWithPassword())).isEqualTo(address);
        assertThat(address.shown()).isEqualTo("postgresql://app@db.example:5433/the corpus");
        assertThat(corpus.listensHere()).isFalse();
        assertThat(checked("--database", URL).corpus())
                .as("to have a mapping proposed")
                .isEqualTo(new CorpusLocation.External(address, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--mapping MAPPING                                              | give that too",
                "--database= --mapping MAPPING                                  | --database is empty",
                "--database postgresql://a:secret@h/d --mapping=                | --mapping is empty",
                "--database postgresql://a:secret@h/d --mapping /no/such        | a file that you may read",
                "--database postgresql://a:secret@h/d --mapping MAPPING --once  | leave them out with --database",
                "--database postgresql://a:secret@h/d --mapping MAPPING --drill | leave them out with --database",
                "--drill --documents 5                                          | a corpus of its own",
                "--database postgresql://a:secret@h/d --mapping MAPPING --documents 5 | leave them out with --database",
            })
    void check_whatDoesNotGoTogether(String arguments, String expected) throws Exception {
        String given = arguments.replace("MAPPING", mapping().toString());
        assertThatThrownBy(() -> checked(given.split(" ", -1)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--document 3                   | There is no option --document: did you mean --documents?",
                "--port 0                       | --port must be a whole number from 1 to 65531, not \"0\"",
                "--port seventy                 | --port must be a whole number from 1 to 65531, not \"seventy\"",
                "--port 65532                   | --port must be a whole number from 1 to 65531",
                "--port=                        | --port must be a whole number",
                "--port 1 --port 2              | --port is given more than once: give it once",
                "--documents 0                  | --documents must be a whole number from 1",
                "--documents -3                 | --documents must be a whole number from 1",
                "--documents 99999999999999999999 | --documents must be a whole number from 1",
                "--documents 1.5                | --documents must be a whole number",
                "--documents=                   | --documents must be a whole number",
                "--documents 5 --files .        | exclude each other",
                "--files /no/such/folder        | --files must be a folder that exists: correct its name",
                "--files /etc/passwd            | --files must be a folder, and this is a file",
                "--files=                       | --files is empty",
                "--files                        | --files needs a value after it",
                "--data=                        | --data is empty",
                "--bind=                        | --bind is empty",
                "--bind 192.0.2.1               | --bind must be an address of this machine",
                "--bind no.such.host.invalid    | --bind must be an address of this machine",
                "--once=maybe                   | --once takes no value",
                "--help=1                       | --help takes no value",
                "--once --once                  | --once is given more than once",
                "stray                          | \"stray\" belongs to no option",
            })
    void wrongArgument_isOneSentenceWithTheRemedy(String arguments, String expected) {
        assertThatThrownBy(() -> checked(arguments.split(" +")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(expected)
                .hasMessageMatching("[^\\n]+[.]");
    }

    @Test
    void lostLetters_nameTheLocale() {
        assertThatThrownBy(() -> checked("--data", "/home/j\uFFFD\uFFFDrgen"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("put LC_ALL=C.UTF-8 before java");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://a:secret@h/d",
                "postgresql://h/d",
                "postgresql://a:secret@h",
                "postgresql://a:secret@h:x/d",
                "postgresql://a:secret@h:70000/d",
                "postgresql://a:secret@h/d?sslmode=require",
                "postgresql://a:%zz@h/d",
                "secret"
            })
    void check_anAddressThatIsNone(String url) throws Exception {
        String mapping = mapping().toString();
        assertThatThrownBy(() -> checked("--database", url, "--mapping", mapping))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("--database must be postgresql://user:password@host:port/name")
                .hasMessageNotContaining("secret");
    }

    @Test
    void check_aMappingTooLarge() throws Exception {
        Path large = Files.write(folder.resolve("large.yaml"), new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> checked("--database", URL, "--mapping", large.toString()))
                .hasMessageContaining("at most 1 MiB");
    }

    @Test
    void login_escapesWhatThePasswordFileCannotHold() throws Exception {
        Path file = folder.resolve("it's pgpass");
        String command = DatabaseLogin.write(new DatabaseAddress("h", 1, "my db", "a", "p:a\\b"), file);
        assertThat(file).hasContent("h:1:my db:a:p\\:a\\\\b");
        assertThat(command).endsWith("/it'\\''s pgpass' psql -h h -p 1 -U a 'my db'");
    }

    @Test
    void nobodyThere_isOneSentenceWithoutThePassword() throws Exception {
        LocalOptions options = checked(
                "--database",
                "postgresql://a:secret@127.0.0.1:1/d",
                "--mapping",
                mapping().toString());
        assertThatThrownBy(() -> options.corpus().start(folder, 0))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("The database postgresql://a@127.0.0.1:1/d cannot be reached")
                .hasMessageNotContaining("secret");
    }

    @Test
    void terminal_showsABarWhereTheEndIsKnown() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        new Terminal(stream, stream, true)
                .progress(ProgressLine.of(new StoryStatus.Step(
                        "Migrate while it is in use", StoryState.RUNNING, 120, 480L, "documents", "8,123 rows/s")));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("[#####---------------]  25 % 120 of 480, 8,123 rows/s");
    }

    private Path mapping() throws Exception {
        return Files.writeString(folder.resolve("mapping.yaml"), "documents: {}");
    }

    private static LocalOptions checked(String... arguments) throws StartException {
        LocalOptions options = LocalOptions.parse(arguments);
        options.check();
        return options;
    }
}
