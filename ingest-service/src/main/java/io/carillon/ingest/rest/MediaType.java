package io.carillon.ingest.rest;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.Locale;

/**
 * What the headers say of a body.
 *
 * @param name the media type in lower case, without parameters; empty if there is none
 * @param plain whether the bytes are the text itself: in UTF-8, without a content encoding
 */
record MediaType(String name, boolean plain) {

    static final String JSON = "application/json";
    static final String NDJSON = "application/x-ndjson";
    static final String TEXT = "text/plain";

    /** What curl says of {@code -d} unless it is told otherwise. */
    static final String FORM = "application/x-www-form-urlencoded";

    static MediaType of(ServerRequestHeaders headers) {
        String[] parts = headers.first(HeaderNames.CONTENT_TYPE).orElse("").split(";", -1);
        boolean plain = headers.first(HeaderNames.CONTENT_ENCODING)
                .map(encoding -> encoding.strip().equalsIgnoreCase("identity"))
                .orElse(true);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("charset=")) {
                String charset = parameter.substring("charset=".length()).replace("\"", "");
                plain &= charset.equals("utf-8") || charset.equals("utf8");
            }
        }
        return new MediaType(parts[0].strip().toLowerCase(Locale.ROOT), plain);
    }
}
