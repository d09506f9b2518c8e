// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import io.truename.costing.savings.ContentHash;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** A content and one of its owners: the key by which documents are grouped first. */
record OwnedContent(ContentHash content, String owner) {
    /** Writes the hash and the owner's name: equal keys are equal bytes. */
    static final class Coder extends AtomicCoder<OwnedContent> {
        private static final long serialVersionUID = 1;

        static final Coder INSTANCE = new Coder();

        @Override
        public void encode(OwnedContent key, OutputStream out) throws IOException {
            HashCoder.INSTANCE.encode(key.content(), out);
            StringUtf8Coder.of().encode(key.owner(), out);
        }

        @Override
        public OwnedContent decode(InputStream in) throws IOException {
            ContentHash content = HashCoder.INSTANCE.decode(in);
            return new OwnedContent(content, StringUtf8Coder.of().decode(in));
        }

        @Override
        public boolean consistentWithEquals() {
            return true;
        }
    }

    /** Writes the 32 bytes of a hash. */
    static final class HashCoder extends AtomicCoder<ContentHash> {
        private static final long serialVersionUID = 1;

        static final HashCoder INSTANCE = new HashCoder();

        @Override
        public void encode(ContentHash hash, OutputStream out) throws IOException {
            DataOutputStream words = new DataOutputStream(out);
            words.writeLong(hash.first());
            words.writeLong(hash.second());
            words.writeLong(hash.third());
            words.writeLong(hash.fourth());
        }

        @Override
        public ContentHash decode(InputStream in) throws IOException {
            DataInputStream words = new DataInputStream(in);
            return new ContentHash(words.readLong(), words.readLong(), words.readLong(), words.readLong());
        }

        @Override
        public boolean consistentWithEquals() {
            return true;
        }
    }
}
