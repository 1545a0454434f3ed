package org.sekimori.control.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The captures to judge: those of the tree, or all files under {@code -Dsekimori.corpus=DIR}, whatever they are. A file's
 * name is its path below {@code pcap/}, so that one list of differences serves the whole collection and the part of it
 * that lies in the tree.
 *
 * @param isWhole the folder was named, and is not the tree's own
 */
record Corpus(boolean isWhole, SortedMap<String, Path> captures) {
    private static final String PROPERTY = "sekimori.corpus";
    private static final String CAPTURES = "pcap";

    static Corpus find() {
        Path folder = folder();
        Path captures = Files.isDirectory(folder.resolve(CAPTURES)) ? folder.resolve(CAPTURES) : folder;
        return new Corpus(System.getProperty(PROPERTY) != null, below(captures));
    }

    static Path folder() {
        String named = System.getProperty(PROPERTY);
        return named == null ? resource("/corpus") : Path.of(named).toAbsolutePath();
    }

    private static SortedMap<String, Path> below(Path folder) {
        SortedMap<String, Path> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> found.put(folder.relativize(file).toString(), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("no file under " + folder);
        }
        return found;
    }

    static Path resource(String name) {
        try {
            return Path.of(Corpus.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
