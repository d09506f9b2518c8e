// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.identity.DocumentName;
import io.truename.probe.known.SharedAnswers.Shared;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Texts that instances share. A key can be read back to its document, so no two documents share one. */
class SharedAnswersPropertyTest {
    private static final String SCOPE = "3d9d6f2a-0000-3000-8000-000000000001";
    private final SharedAnswers shared = new SharedAnswers(SCOPE);

    @Property
    void key_leadsBackToItsDocument(@ForAll("names") DocumentName name) {
        String prefix = "truename:known:1:" + SCOPE + ":";
        String key = shared.key(name);
        assertThat(key).startsWith(prefix);
        String canonical = key.substring(prefix.length());
        int colon = canonical.lastIndexOf(':');
        assertThat(new DocumentName(canonical.substring(0, colon), canonical.substring(colon + 1)))
                .isEqualTo(name);
    }

    @Property
    void keys_ofTwoDocuments_areEqualOnlyIfTheDocumentsAre(
            @ForAll("names") DocumentName one, @ForAll("names") DocumentName other) {
        assertThat(shared.key(one).equals(shared.key(other))).isEqualTo(one.equals(other));
    }

    @Property
    void keys_ofTwoCorpora_differ(@ForAll("names") DocumentName name, @ForAll("names") DocumentName other) {
        assertThat(new SharedAnswers("a").key(name)).isNotEqualTo(new SharedAnswers("b").key(other));
    }

    @Property
    void value_isReadAsItWasWritten(@ForAll("names") DocumentName name, @ForAll("answers") Shared answer) {
        String key = shared.key(name);
        assertThat(SharedAnswers.read(key, shared.value(key, answer))).contains(answer);
    }

    @Property
    void value_ofAnotherKey_isNotRead(
            @ForAll("names") DocumentName name, @ForAll("names") DocumentName other, @ForAll("answers") Shared answer) {
        if (!name.equals(other)) {
            assertThat(SharedAnswers.read(shared.key(other), shared.value(shared.key(name), answer)))
                    .isEmpty();
        }
    }

    @Property
    void value_withOneCharacterChanged_isNotRead(
            @ForAll("names") DocumentName name, @ForAll("answers") Shared answer, @ForAll int at, @ForAll char other) {
        String key = shared.key(name);
        String value = shared.value(key, answer);
        int place = Math.floorMod(at, value.length());
        if (value.charAt(place) != other) {
            String changed = value.substring(0, place) + other + value.substring(place + 1);
            assertThat(SharedAnswers.read(key, changed)).isEmpty();
        }
    }

    @Property
    void value_ofAnyText_isNotRead(@ForAll("names") DocumentName name, @ForAll String text) {
        assertThat(SharedAnswers.read(shared.key(name), text)).isEmpty();
    }

    /** Owners with colons and hex digits, which could pass for the end of a key. */
    @Provide
    Arbitrary<DocumentName> names() {
        Arbitrary<String> hash =
                Arbitraries.strings().withChars("0123456789abcdefABCDEF").ofLength(64);
        Arbitrary<String> user = Arbitraries.oneOf(
                Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(256),
                Arbitraries.strings().withChars(":0a").ofMinLength(1).ofMaxLength(4),
                hash.map(digits -> "a:" + digits),
                Arbitraries.create(() -> UUID.randomUUID().toString()));
        return Combinators.combine(user, hash).as(DocumentName::new);
    }

    @Provide
    Arbitrary<Shared> answers() {
        return Combinators.combine(
                        Arbitraries.create(UUID::randomUUID).optional(),
                        Arbitraries.strings().alpha().numeric().withChars(".-").ofMaxLength(80),
                        Arbitraries.longs())
                .as((id, version, micros) -> new Shared(Optional.ofNullable(id.orElse(null)), version, micros));
    }
}
