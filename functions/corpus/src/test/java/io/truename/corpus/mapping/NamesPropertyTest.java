// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NamesPropertyTest {
    @Provide
    Arbitrary<String> anyName() {
        return Arbitraries.strings()
                .withChars("aZ_0$ \".;'\\é人\t%-")
                .ofMinLength(1)
                .ofMaxLength(20);
    }

    @Provide
    Arbitrary<String> plainName() {
        return Arbitraries.strings()
                .withChars("abzABZ_09$éÉ")
                .ofMinLength(1)
                .ofMaxLength(30)
                .filter(name -> !"09$".contains(name.substring(0, 1)));
    }

    @Provide
    Arbitrary<String> anyText() {
        return Arbitraries.strings().withChars("aZ_0$ \".;'\\[*]\0\ud800").ofMaxLength(30);
    }

    @Property
    void quotedName_isTakenAsItIs(@ForAll("anyName") String schema, @ForAll("anyName") String table) {
        QualifiedName name = new QualifiedName(List.of(schema, table));
        assertThat(QualifiedName.parse(name.toString(), 2)).contains(name);
        assertThat(QualifiedName.parse(name.toString(), 1)).isEmpty();
    }

    @Property
    void plainName_foldsItsAsciiLetters(@ForAll("plainName") String name) {
        String folded = name.replace("A", "a").replace("B", "b").replace("Z", "z");
        assertThat(QualifiedName.parse(name, 1)).contains(new QualifiedName(List.of(folded)));
        assertThat(folded.toLowerCase(Locale.ROOT)).isEqualTo(name.toLowerCase(Locale.ROOT));
    }

    @Property
    void anyText_isANameThatCanBeWrittenAgainOrNone(@ForAll("anyText") String text) {
        assertThat(QualifiedName.parse(text, 2).stream())
                .allSatisfy(name ->
                        assertThat(QualifiedName.parse(name.toString(), 2)).contains(name));
    }

    @Property
    void path_isReadAsItIsWritten(@ForAll("anyName") String one, @ForAll("anyName") String other) {
        JsonPath path = new JsonPath(
                List.of(new JsonPath.Member(one), new JsonPath.EveryElement(), new JsonPath.Member(other)));
        assertThat(JsonPath.parse(path.toString())).contains(path);
    }

    @Property
    void anyText_isAPathThatCanBeWrittenAgainOrNone(@ForAll("anyText") String text) {
        assertThat(Stream.of(text, "$." + text, "$" + text).flatMap(tried -> JsonPath.parse(tried).stream()))
                .allSatisfy(path -> assertThat(JsonPath.parse(path.toString())).contains(path));
    }
}
