package io.carillon.runtime.tls;

import java.nio.file.Path;

/**
 * Where key material comes from, all of it PEM.
 *
 * @param key the private key, PKCS #8 and not encrypted
 * @param certificates the certificate of that key, and those that lead from it to an authority
 * @param authorities certificates of the authorities that peers are trusted by
 */
public record TlsFiles(Path key, Path certificates, Path authorities) {}
