/* Frames of a capture file (pcap, Ethernet), for the kernel's half to send. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "flood-parts.h"

/* The file's header and a record's, as numbers of 32 bits; the file's magic number tells their byte order. */
enum { HEADER_WORDS = 6, LINK_TYPE_AT = 5, RECORD_WORDS = 4, CAPTURED_AT = 2, SENT_AT = 3 };
enum { ETHERNET = 1, ADDRESSES_BYTES = 12 };
static const uint32_t micros_magic = 0xa1b2c3d4, nanos_magic = 0xa1b23c4d;

/* Of the rig's two hosts: by those of the capture a bridge would learn that some hosts are on the side they are sent from. */
static const unsigned char addresses[ADDRESSES_BYTES] = {2, 0x5e, 0, 0, 0, 2, 2, 0x5e, 0, 0, 0, 1};

static int is_magic(uint32_t word) { return word == micros_magic || word == nanos_magic; }

static uint32_t in_order(uint32_t word, int swapped) { return swapped ? __builtin_bswap32(word) : word; }

/* Puts a frame of `bytes` where it belongs; 0 if it was cut when it was captured, or is longer than the wire takes. */
static int take(FILE *file, struct flood_replayed *frame, uint32_t bytes, uint32_t sent)
{
    if (bytes < ADDRESSES_BYTES || bytes != sent || bytes > LONGEST_FRAME_BYTES)
        return fseek(file, bytes, SEEK_CUR) ? -1 : 0;
    memset(frame, 0, sizeof *frame);
    if (fread(frame->frame, bytes, 1, file) != 1)
        return -1;
    memcpy(frame->frame, addresses, ADDRESSES_BYTES);
    frame->bytes = bytes < FRAME_BYTES ? FRAME_BYTES : bytes;
    return 1;
}

unsigned read_capture(const char *path, struct flood_replayed *frames, unsigned most)
{
    uint32_t header[HEADER_WORDS], record[RECORD_WORDS];
    unsigned count = 0, left_out = 0;
    FILE *file = fopen(path, "rb");
    if (!file) {
        fail(path);
        return 0;
    }
    int readable = fread(header, sizeof header, 1, file) == 1, swapped = readable && !is_magic(header[0]);
    if (!readable || !is_magic(in_order(header[0], swapped)) || in_order(header[LINK_TYPE_AT], swapped) != ETHERNET)
        fprintf(stderr, "flood: %s: not a pcap file of Ethernet frames\n", path);
    else
        while (count < most && fread(record, sizeof record, 1, file) == 1) {
            int taken = take(file, &frames[count], in_order(record[CAPTURED_AT], swapped), in_order(record[SENT_AT], swapped));
            if (taken < 0)
                break;
            count += taken;
            left_out += !taken;
        }
    fclose(file);
    if (left_out)
        fprintf(stderr, "flood: %s: %u frames left out, cut in the file or longer than %d bytes\n", path, left_out, LONGEST_FRAME_BYTES);
    return count;
}
