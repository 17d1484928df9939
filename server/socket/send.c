/*
 * Sends by many sockets with one call from JavaScript: by io_uring in one system call, where the kernel lets it, and else
 * by one send(2) each, which is cheaper than the write(2) of Node's streams. Made by build/native.ts; kernel.ts does the
 * same by Node where it is not there.
 */
#define _GNU_SOURCE
#define NAPI_VERSION 8
#include <node_api.h>
#include <stdlib.h>
#include <sys/socket.h>

#if defined(__linux__) && __has_include(<linux/io_uring.h>)
#include <linux/io_uring.h>
#endif
/* Of Linux 5.7. */
#ifdef IORING_FEAT_FAST_POLL
#define HAS_RING
#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

/* Where there is none, Node ignores the signal for the whole process. */
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

#define FLAGS (MSG_DONTWAIT | MSG_NOSIGNAL)

#define LISTS 3

/* What JavaScript shares with a sender, as lists of the same length. */
struct sender {
  /* Sockets, those that are sent the same side by side. */
  const int32_t *descriptors;
  /* Where the sockets for each of the buffers end. */
  const int32_t *ends;
  /* How many bytes each socket took. */
  int32_t *taken;
  uint32_t length;
  napi_ref kept[LISTS];
#ifdef HAS_RING
  /* -1 where the sockets are written to one by one. */
  int ring;
  unsigned mask, answers_mask;
  unsigned *tail, *answers_head, *answers_tail;
  struct io_uring_sqe *requests;
  struct io_uring_cqe *answers;
  /* The three mappings of the ring. */
  struct {
    void *at;
    size_t size;
  } maps[3];
#endif
};

/* Notes how many bytes a socket took, and answers whether there are more. What is wrong with one that took none Node meets
 * when it sends the rest. */
static uint32_t note(const struct sender *sender, uint32_t i, ssize_t taken, size_t length) {
  sender->taken[i] = taken < 0 ? 0 : (int32_t)taken;
  return sender->taken[i] != (int32_t)length;
}

#ifdef HAS_RING

static struct io_uring_sqe *request_of(const struct sender *sender, unsigned place) {
  return &sender->requests[place & sender->mask];
}

static void ask(const struct sender *sender, uint32_t i, void *bytes, size_t length) {
  struct io_uring_sqe *request = request_of(sender, *sender->tail + i);
  request->fd = sender->descriptors[i];
  request->addr = (uintptr_t)bytes;
  request->len = (uint32_t)length;
  request->user_data = i;
}

static int enter(const struct sender *sender, uint32_t requests, uint32_t answers) {
  return (int)syscall(SYS_io_uring_enter, sender->ring, requests, answers, IORING_ENTER_GETEVENTS, NULL, 0);
}

/* Has all sent that was asked for. The sockets are not to be waited for, so that the answers are there at once. */
static uint32_t enter_ring(const struct sender *sender, uint32_t count) {
  const unsigned tail = *sender->tail;
  __atomic_store_n(sender->tail, tail + count, __ATOMIC_RELEASE);
  uint32_t asked = 0, answered = 0, apart = 0;
  while (answered < count) {
    const int submitted = enter(sender, count - asked, count - answered);
    if (submitted >= 0) {
      asked += (uint32_t)submitted;
    } else if (errno != EINTR && asked < count) {
      /* The kernel has no room for more requests: the rest is for Node. */
      for (; count > asked; apart++) sender->taken[--count] = 0;
      __atomic_store_n(sender->tail, tail + count, __ATOMIC_RELEASE);
    }
    unsigned head = *sender->answers_head;
    for (; head != __atomic_load_n(sender->answers_tail, __ATOMIC_ACQUIRE); head++, answered++) {
      const struct io_uring_cqe *answer = &sender->answers[head & sender->answers_mask];
      const uint32_t i = (uint32_t)answer->user_data;
      apart += note(sender, i, answer->res, request_of(sender, tail + i)->len);
    }
    __atomic_store_n(sender->answers_head, head, __ATOMIC_RELEASE);
  }
  return apart;
}

static void close_ring(struct sender *sender) {
  for (int i = 0; i < 3; i++) {
    if (sender->maps[i].at) munmap(sender->maps[i].at, sender->maps[i].size);
    sender->maps[i].at = NULL;
  }
  if (sender->ring >= 0) close(sender->ring);
  sender->ring = -1;
}

static char *map(struct sender *sender, int i, size_t size, off_t offset) {
  void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, sender->ring, offset);
  if (at == MAP_FAILED) return NULL;
  sender->maps[i].at = at;
  sender->maps[i].size = size;
  return at;
}

/* Older kernels cannot send by a ring, many containers may not have one, and some may have but not enter it. */
static void open_ring(struct sender *sender) {
  struct io_uring_params setup = {0};
  sender->ring = (int)syscall(SYS_io_uring_setup, sender->length, &setup);
  if (sender->ring < 0) return;
  char *requests = map(sender, 0, setup.sq_off.array + setup.sq_entries * sizeof(unsigned), IORING_OFF_SQ_RING);
  char *answers = map(sender, 1, setup.cq_off.cqes + setup.cq_entries * sizeof(struct io_uring_cqe), IORING_OFF_CQ_RING);
  sender->requests = (void *)map(sender, 2, setup.sq_entries * sizeof(struct io_uring_sqe), IORING_OFF_SQES);
  if (!requests || !answers || !sender->requests || !(setup.features & IORING_FEAT_FAST_POLL) || enter(sender, 0, 0) != 0) {
    close_ring(sender);
    return;
  }
  sender->tail = (unsigned *)(requests + setup.sq_off.tail);
  sender->mask = *(unsigned *)(requests + setup.sq_off.ring_mask);
  sender->answers_head = (unsigned *)(answers + setup.cq_off.head);
  sender->answers_tail = (unsigned *)(answers + setup.cq_off.tail);
  sender->answers_mask = *(unsigned *)(answers + setup.cq_off.ring_mask);
  sender->answers = (void *)(answers + setup.cq_off.cqes);
  unsigned *order = (unsigned *)(requests + setup.sq_off.array);
  for (unsigned i = 0; i < setup.sq_entries; i++) {
    order[i] = i;
    sender->requests[i].opcode = IORING_OP_SEND;
    sender->requests[i].msg_flags = FLAGS;
  }
}

#endif

/* send(buffers): sends each of a list of Buffers to its sockets, and answers how many of those have not taken all. */
static napi_value send_all(napi_env env, napi_callback_info info) {
  size_t argc = 1, length;
  napi_value buffers, buffer, answer;
  void *data, *bytes;
  uint32_t count, i = 0, apart = 0;
  napi_get_cb_info(env, info, &argc, &buffers, NULL, &data);
  const struct sender *sender = data;
  bool fits = napi_get_array_length(env, buffers, &count) == napi_ok && count <= sender->length;
  for (uint32_t each = 0; fits && each < count; each++) {
    const uint32_t end = (uint32_t)sender->ends[each];
    fits = end <= sender->length && napi_get_element(env, buffers, each, &buffer) == napi_ok &&
           napi_get_buffer_info(env, buffer, &bytes, &length) == napi_ok && length <= INT32_MAX;
    for (; fits && i < end; i++) {
#ifdef HAS_RING
      if (sender->ring >= 0) ask(sender, i, bytes, length);
      else
#endif
        apart += note(sender, i, send(sender->descriptors[i], bytes, length, FLAGS), length);
    }
  }
  if (!fits) {
    napi_throw_type_error(env, NULL, "send(buffers): at most as many Buffers and sockets as the lists are long");
    return NULL;
  }
#ifdef HAS_RING
  if (sender->ring >= 0) apart = enter_ring(sender, i);
#endif
  napi_create_uint32(env, apart, &answer);
  return answer;
}

static void forget(napi_env env, void *data, void *hint) {
  struct sender *sender = data;
  for (int i = 0; i < LISTS; i++) napi_delete_reference(env, sender->kept[i]);
#ifdef HAS_RING
  close_ring(sender);
#endif
  free(sender);
}

/*
 * sender(descriptors, ends, taken, ring): `{send, ring}` for these lists, Int32Arrays of the same length.
 * ring: whether io_uring is to be used, and whether it is.
 */
static napi_value make_sender(napi_env env, napi_callback_info info) {
  size_t argc = LISTS + 1, length[LISTS];
  napi_value argv[LISTS + 1], made, send, ring;
  void *lists[LISTS];
  bool wanted = false, used = false;
  napi_get_cb_info(env, info, &argc, argv, NULL, NULL);
  for (int i = 0; i < LISTS; i++) {
    napi_typedarray_type type;
    if (napi_get_typedarray_info(env, argv[i], &type, &length[i], &lists[i], NULL, NULL) != napi_ok ||
        type != napi_int32_array || length[i] != length[0]) {
      napi_throw_type_error(env, NULL, "sender(descriptors, ends, taken, ring): three Int32Arrays of the same length, and a boolean");
      return NULL;
    }
  }
  napi_get_value_bool(env, argv[LISTS], &wanted);
  struct sender *sender = calloc(1, sizeof *sender);
  if (!sender) {
    napi_throw_error(env, NULL, "no memory");
    return NULL;
  }
  sender->descriptors = lists[0];
  sender->ends = lists[1];
  sender->taken = lists[2];
  sender->length = (uint32_t)length[0];
  for (int i = 0; i < LISTS; i++) napi_create_reference(env, argv[i], 1, &sender->kept[i]);
#ifdef HAS_RING
  sender->ring = -1;
  if (wanted) open_ring(sender);
  used = sender->ring >= 0;
#endif
  napi_create_function(env, "send", NAPI_AUTO_LENGTH, send_all, sender, &send);
  napi_add_finalizer(env, send, sender, forget, NULL, NULL);
  napi_get_boolean(env, used, &ring);
  napi_create_object(env, &made);
  napi_set_named_property(env, made, "send", send);
  napi_set_named_property(env, made, "ring", ring);
  return made;
}

NAPI_MODULE_INIT() {
  napi_value function;
  napi_create_function(env, "sender", NAPI_AUTO_LENGTH, make_sender, NULL, &function);
  napi_set_named_property(env, exports, "sender", function);
  return exports;
}
