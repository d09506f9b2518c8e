// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import io.truename.identity.ContentHashAlgorithm;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** YAML of an {@link Input} in one line, which {@link MappingReader} reads. */
public final class InputLine {
    private InputLine() {}

    /** Writes a table's or a column's name. */
    public static String of(QualifiedName name) {
        return SoftReferenceLine.scalar(SoftReferenceLine.name(name));
    }

    /** Writes an input. */
    public static String of(Input input) {
        return input instanceof Input.OfColumn plain ? of(plain.column()) : "{" + fields(input) + "}";
    }

    /** Writes the input of a content hash with its algorithm. */
    public static String ofHash(Input input, ContentHashAlgorithm algorithm) {
        return algorithm == ContentHashAlgorithm.SHA_256
                ? of(input)
                : "{" + fields(input) + ", algorithm: " + algorithm + "}";
    }

    /** Writes the input of a content hash by an algorithm that is not collision resistant, with the consent to that. */
    public static String ofHashWithConsent(Input input, ContentHashAlgorithm algorithm) {
        return "{" + fields(input) + ", algorithm: " + algorithm + ", accept: "
                + InputReader.CONSENT.formatted(algorithm) + "}";
    }

    /** Writes the same without the consent, which is a gap that a person must fill. */
    public static String ofHashWithoutConsent(Input input, ContentHashAlgorithm algorithm) {
        return "{" + fields(input) + ", algorithm: " + algorithm + ", accept: }";
    }

    private static String fields(Input input) {
        if (input instanceof Input.OfColumn plain) {
            return "column: " + of(plain.column());
        }
        if (input instanceof Input.Constant constant) {
            return "value: " + SoftReferenceLine.scalar(constant.value());
        }
        if (input instanceof Input.OfJson json) {
            return "column: " + of(json.column()) + ", path: "
                    + SoftReferenceLine.scalar(json.path().shortest());
        }
        if (input instanceof Input.FirstOf first) {
            return "firstOf: " + list(first.inputs().stream().map(InputLine::of).toList());
        }
        if (input instanceof Input.Sha256Of computed) {
            return "sha256Of: "
                    + list(computed.columns().stream().map(InputLine::of).toList());
        }
        if (input instanceof Input.FromBase64 decoded) {
            return fields(decoded.text()) + ", encoding: base64";
        }
        if (input instanceof Input.Imported imported) {
            return "imported: content-hashes, key: " + of(imported.key());
        }
        if (input instanceof Input.Position position) {
            return "position: " + list(position.by().stream().map(InputLine::of).toList());
        }
        Input.OfTable other = (Input.OfTable) input;
        return "from: " + of(other.table()) + ", where: "
                + other.where().entrySet().stream().map(InputLine::match).collect(Collectors.joining(", ", "{", "}"))
                + ", take: " + of(other.take());
    }

    private static String match(Map.Entry<QualifiedName, Input> match) {
        return of(match.getKey()) + ": " + of(match.getValue());
    }

    private static String list(List<String> entries) {
        return entries.stream().collect(Collectors.joining(", ", "[", "]"));
    }
}
