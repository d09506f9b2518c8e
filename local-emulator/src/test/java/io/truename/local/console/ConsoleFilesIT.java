// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test of file ids: the hash equals the JDK's, the content stays in the browser, the id is shown. */
final class ConsoleFilesIT extends ConsoleTestCase {
    private static final int LARGE = 64 << 20;

    @TempDir
    private Path folder;

    @Test
    void aDroppedFile_showsItsHashAndItsId() {
        console.field("User id").fill("auth0|5f7c8ec7");
        console.drop("invoice.pdf", "invoice ü");

        String sha256 = sha256("invoice ü".getBytes(UTF_8));
        Locator file = console.files().first();
        assertThat(file)
                .containsText(ConsoleStubServer.idOf("auth0|5f7c8ec7", sha256).toString());
        assertThat(console.value(file, "SHA-256")).isEqualTo(sha256);
    }

    @Test
    void onlyTheHash_leavesTheBrowser() {
        console.drop("a secret name.txt", "a secret text");
        assertThat(console.files().first()).containsText("SHA-256");
        assertThat(console.files().first().locator("dt")).hasCount(2);

        assertThat(cloud.commands()).singleElement().satisfies(command -> {
            assertThat(command.path()).isEqualTo("/functions/generate/ids");
            assertThat(command.body().toString()).doesNotContain("secret");
            assertThat(command.body().fieldNames()).toIterable().containsExactly("kind", "userId", "fileSha256");
        });
    }

    @Test
    void theSameContent_twice_visiblyHasTheSameId() throws IOException {
        Path first = Files.writeString(folder.resolve("first.txt"), "one content");
        Path second = Files.writeString(folder.resolve("second.txt"), "one content");
        Path other = Files.writeString(folder.resolve("other.txt"), "another content");
        console.choose(first, second, other);

        assertThat(console.files()).hasCount(3);
        assertThat(file("first.txt")).containsText("same content, same id");
        assertThat(file("second.txt")).containsText("same content, same id");
        assertThat(file("other.txt").locator("dt")).hasCount(2);
        assertThat(console.value(file("first.txt"), "id")).isEqualTo(console.value(file("second.txt"), "id"));
        assertThat(console.value(file("other.txt"), "id")).isNotEqualTo(console.value(file("first.txt"), "id"));
        assertThat(file("other.txt")).not().containsText("same content");
    }

    @Test
    void aLargeFile_isHashedPieceByPieceWithProgress() throws IOException {
        Path large = folder.resolve("large.bin");
        MessageDigest digest = digest();
        byte[] block = new byte[1 << 20];
        Random random = new Random(7);
        try (OutputStream out = Files.newOutputStream(large)) {
            for (int written = 0; written < LARGE; written += block.length) {
                random.nextBytes(block);
                digest.update(block);
                out.write(block);
            }
        }
        console.page()
                .evaluate("() => { window.seen = []; new MutationObserver(() => {"
                        + " const bar = document.querySelector('#file-results progress');"
                        + " if (bar) window.seen.push(bar.value); })"
                        + ".observe(document.querySelector('#file-results'),"
                        + " {subtree: true, childList: true, characterData: true, attributes: true}); }");
        console.choose(large);

        assertThat(console.files().first().locator("dt")).hasCount(2);
        assertThat(console.value(console.files().first(), "SHA-256"))
                .isEqualTo(HexFormat.of().formatHex(digest.digest()));
        List<?> seen = (List<?>) console.page().evaluate("() => window.seen.filter(v => v > 0 && v < 1)");
        assertThat(seen).as("progress between nothing and all").isNotEmpty();
    }

    @Test
    void anEmptyFile_hasAHashToo() {
        console.drop("empty", "");

        assertThat(console.files().first().locator("dt")).hasCount(2);
        assertThat(console.value(console.files().first(), "SHA-256")).isEqualTo(sha256(new byte[0]));
    }

    @Test
    void aRefusal_isShownWithTheField_andCanBeTriedAgain() {
        console.field("User id").fill("two words");
        console.drop("invoice.pdf", "invoice");
        assertThat(console.files().first())
                .containsText("userId must be 1 to 256 printable characters without spaces (got \"two words\")");
        console.expect("Failed to load resource");

        console.field("User id").fill("me");
        console.button("Try again").click();
        assertThat(console.files()).hasCount(1);
        assertThat(console.files().first().locator("dt")).hasCount(2);
    }

    @Test
    void aCopyButton_copiesTheWholeValue() {
        console.drop("invoice.pdf", "invoice");
        console.button("Copy the SHA-256 of invoice.pdf").click();

        assertThat(console.page().getByText("The SHA-256 is in the clipboard.")).isVisible();
        assertThat(console.page().evaluate("() => navigator.clipboard.readText()"))
                .isEqualTo(sha256("invoice".getBytes(UTF_8)));
    }

    @Test
    void sha256_ofEveryLengthAroundABlock_isTheBrowsersOwn() {
        Object wrong = console.page().evaluate("""
                async () => {
                  const { Sha256 } = await import('/sha256.js');
                  const hex = (bytes) => Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, '0')).join('');
                  const wrong = [];
                  for (let length = 0; length < 300; length++) {
                    const bytes = crypto.getRandomValues(new Uint8Array(length));
                    const expected = hex(await crypto.subtle.digest('SHA-256', bytes));
                    for (const piece of [1, 7, 63, 64, 65, 300]) {
                      const sha256 = new Sha256();
                      for (let at = 0; at < length; at += piece) {
                        sha256.update(bytes.subarray(at, at + piece));
                      }
                      if (sha256.hex() !== expected) wrong.push([length, piece]);
                    }
                  }
                  return wrong;
                }""");
        assertThat((List<?>) wrong).isEmpty();
    }

    @Test
    void sha256_ofThePublishedVectors_isThePublishedHash() {
        assertThat(hashInBrowser("new TextEncoder().encode('abc')"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(hashInBrowser("new Uint8Array(1000000).fill(0x61)"))
                .isEqualTo("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }

    private Object hashInBrowser(String bytes) {
        return console.page()
                .evaluate("async () => new (await import('/sha256.js')).Sha256().update(" + bytes + ").hex()");
    }

    private Locator file(String name) {
        return console.files()
                .filter(new Locator.FilterOptions()
                        .setHas(console.page().getByText(name, new Page.GetByTextOptions().setExact(true))));
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
