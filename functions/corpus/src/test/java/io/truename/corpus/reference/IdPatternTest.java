// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdPatternTest {
    private static final String ID = "3f2b8c1e-9d4a-4c6e-8b7f-0a1b2c3d4e5f";
    private static final String DIGITS = ID.replace("-", "");

    /** Catches data of a value in its pattern, and a form that a reader does not recognize. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            ID                                          | {id}
            file-ID                                     | file-{id}
            urn:uuid:ID                                 | urn:uuid:{id}
            {ID}                                        | {{id}}
            ID__17                                      | {id}__*
            ID,ID                                       | {id},{id}
            ID,ID,ID,ID                                 | {id},{id}
            ID, ID, ID                                  | {id}, {id}
            ID:3;ID:3;ID:3                              | {id}:*;{id}:*
            files/user/../raw/ID.pdf                    | files/user/../raw/{id}.pdf
            files/user-17/raw/ID                        | files/*/raw/{id}
            https://host.example/f/ID?email=ann@x.com   | https://host.example/f/{id}?email=*
            Dear Ann, your file ID is here              | * {id} *
            see file-ID for more                        | * file-{id} *
            DIGITS                                      | {id32}
            /x/DIGITS.png                               | /x/{id32}.png
            tenant:Zoë:ID                               | tenant:*:{id}
            12ab34ID                                    | *{id}
            """)
    void text_commonWords_areShownAndDataIsNot(String text, String pattern) {
        assertThat(pattern(value(text)).text(IdPattern.COMMON)).isEqualTo(pattern);
    }

    @Test
    void text_wordsOfFewTexts_areNotShown() {
        assertThat(pattern("ann/" + ID).text(2)).isEqualTo("*/{id}");
    }

    @Test
    void merged_wordsThatDiffer_areAnything() {
        IdPattern one = pattern("files/ann/raw/" + ID + ".pdf");
        IdPattern other = pattern("files/bob-7/raw/" + UUID.randomUUID() + ".png");

        assertThat(one.shape()).isEqualTo(other.shape());
        assertThat(one.merged(other).text(100)).isEqualTo("files/*/raw/{id}.*");
        assertThat(one.shape()).isNotEqualTo(pattern("files/" + ID).shape());
    }

    @Test
    void shape_upperCaseOrNoHyphens_isAnother() {
        assertThat(pattern(ID.toUpperCase(java.util.Locale.ROOT)).text(1)).isEqualTo("{ID}");
        assertThat(pattern(ID.toUpperCase(java.util.Locale.ROOT)).replaceable()).isTrue();
        assertThat(pattern(ID).replaceable()).isTrue();
        assertThat(pattern("3F2b" + ID.substring(4)).replaceable()).isFalse();
        assertThat(pattern(DIGITS).whole()).isTrue();
        assertThat(pattern(DIGITS).replaceable()).isFalse();
        assertThat(pattern(ID + " ").replaceable()).isFalse();
        assertThat(pattern(ID + "," + ID).replaceable()).isFalse();
    }

    @Test
    void of_longText_isBounded() {
        String long1 = "word ".repeat(5_000) + "a/b/c/" + ID + "/d e".repeat(5_000);

        assertThat(pattern(long1).text(100)).isEqualTo("* a/b/c/{id}/d *");
        assertThat(pattern(":".repeat(500) + ID).text(100)).hasSizeLessThan(100);
        assertThat(pattern((ID + "-").repeat(5_000)).text(100)).isEqualTo("{id}-{id}*");
    }

    @Test
    void tokens_amongHexDigits_areFoundAndHashesAreNot() {
        assertThat(ids("doc" + ID + "beef")).containsExactly(UUID.fromString(ID));
        assertThat(ids("doc" + DIGITS)).contains(UUID.fromString(ID));
        assertThat(ids(DIGITS + DIGITS)).isEmpty();
        assertThat(ids(DIGITS + "0123456789")).isEmpty();
        assertThat(ids("no id: 3f2b8c1e-9d4a-4c6e-8b7f")).isEmpty();
        assertThat(IdToken.in((ID + " ").repeat(50), 7)).hasSize(7);
    }

    private static List<UUID> ids(String text) {
        return IdToken.in(text, 100).stream().map(IdToken::id).toList();
    }

    private static String value(String text) {
        return text.replace("DIGITS", DIGITS).replace("ID", ID);
    }

    /** As if each token that fits were an id. */
    private static IdPattern pattern(String text) {
        List<IdToken> ids = new ArrayList<>();
        for (IdToken token : IdToken.in(text, 1_000)) {
            if (ids.isEmpty() || ids.get(ids.size() - 1).end() <= token.start()) {
                ids.add(token);
            }
        }
        return IdPattern.of(text, ids);
    }
}
