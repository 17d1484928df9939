// Generated from schemas/ by `npm run generate`. Do not edit.
// @ts-nocheck
var __getOwnPropNames = Object.getOwnPropertyNames;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};

var require_ucs2length = __commonJS({
  "node_modules/ajv/dist/runtime/ucs2length.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    function ucs2length(str) {
      const len = str.length;
      let length = 0;
      let pos = 0;
      let value;
      while (pos < len) {
        length++;
        value = str.charCodeAt(pos++);
        if (value >= 55296 && value <= 56319 && pos < len) {
          value = str.charCodeAt(pos);
          if ((value & 64512) === 56320)
            pos++;
        }
      }
      return length;
    }
    exports.default = ucs2length;
    ucs2length.code = 'require("ajv/dist/runtime/ucs2length").default';
  }
});

// <stdin>
var envelope = validate10;
var schema11 = { "type": "object", "required": ["type"], "additionalProperties": false, "properties": { "sender": { "type": ["string", "null"], "maxLength": 160 }, "receiver": { "type": ["string", "null"], "maxLength": 160 }, "type": { "type": "string", "minLength": 1, "maxLength": 64 }, "data": {}, "id": { "type": ["string", "integer"], "minLength": 1, "maxLength": 64, "minimum": -9007199254740991, "maximum": 9007199254740991 }, "seq": { "type": "integer", "minimum": 1, "maximum": 9007199254740991 } } };
var func2 = require_ucs2length().default;
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.type === void 0 && (missing0 = "type")) {
        validate10.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "sender" || key0 === "receiver" || key0 === "type" || key0 === "data" || key0 === "id" || key0 === "seq")) {
            validate10.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.sender !== void 0) {
            let data0 = data.sender;
            const _errs2 = errors;
            if (typeof data0 !== "string" && data0 !== null) {
              validate10.errors = [{ instancePath: instancePath + "/sender", schemaPath: "#/properties/sender/type", keyword: "type", params: { type: schema11.properties.sender.type }, message: "must be string,null" }];
              return false;
            }
            if (errors === _errs2) {
              if (typeof data0 === "string") {
                if (func2(data0) > 160) {
                  validate10.errors = [{ instancePath: instancePath + "/sender", schemaPath: "#/properties/sender/maxLength", keyword: "maxLength", params: { limit: 160 }, message: "must NOT have more than 160 characters" }];
                  return false;
                }
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.receiver !== void 0) {
              let data1 = data.receiver;
              const _errs4 = errors;
              if (typeof data1 !== "string" && data1 !== null) {
                validate10.errors = [{ instancePath: instancePath + "/receiver", schemaPath: "#/properties/receiver/type", keyword: "type", params: { type: schema11.properties.receiver.type }, message: "must be string,null" }];
                return false;
              }
              if (errors === _errs4) {
                if (typeof data1 === "string") {
                  if (func2(data1) > 160) {
                    validate10.errors = [{ instancePath: instancePath + "/receiver", schemaPath: "#/properties/receiver/maxLength", keyword: "maxLength", params: { limit: 160 }, message: "must NOT have more than 160 characters" }];
                    return false;
                  }
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.type !== void 0) {
                let data2 = data.type;
                const _errs6 = errors;
                if (errors === _errs6) {
                  if (typeof data2 === "string") {
                    if (func2(data2) > 64) {
                      validate10.errors = [{ instancePath: instancePath + "/type", schemaPath: "#/properties/type/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                      return false;
                    } else {
                      if (func2(data2) < 1) {
                        validate10.errors = [{ instancePath: instancePath + "/type", schemaPath: "#/properties/type/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                        return false;
                      }
                    }
                  } else {
                    validate10.errors = [{ instancePath: instancePath + "/type", schemaPath: "#/properties/type/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.id !== void 0) {
                  let data3 = data.id;
                  const _errs8 = errors;
                  if (typeof data3 !== "string" && !(typeof data3 == "number" && (!(data3 % 1) && !isNaN(data3)) && isFinite(data3))) {
                    validate10.errors = [{ instancePath: instancePath + "/id", schemaPath: "#/properties/id/type", keyword: "type", params: { type: schema11.properties.id.type }, message: "must be string,integer" }];
                    return false;
                  }
                  if (errors === _errs8) {
                    if (typeof data3 == "number" && isFinite(data3)) {
                      if (data3 > 9007199254740991 || isNaN(data3)) {
                        validate10.errors = [{ instancePath: instancePath + "/id", schemaPath: "#/properties/id/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                        return false;
                      } else {
                        if (data3 < -9007199254740991 || isNaN(data3)) {
                          validate10.errors = [{ instancePath: instancePath + "/id", schemaPath: "#/properties/id/minimum", keyword: "minimum", params: { comparison: ">=", limit: -9007199254740991 }, message: "must be >= -9007199254740991" }];
                          return false;
                        }
                      }
                    }
                    if (errors === _errs8) {
                      if (typeof data3 === "string") {
                        if (func2(data3) > 64) {
                          validate10.errors = [{ instancePath: instancePath + "/id", schemaPath: "#/properties/id/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                          return false;
                        } else {
                          if (func2(data3) < 1) {
                            validate10.errors = [{ instancePath: instancePath + "/id", schemaPath: "#/properties/id/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                            return false;
                          }
                        }
                      }
                    }
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.seq !== void 0) {
                    let data4 = data.seq;
                    const _errs10 = errors;
                    if (!(typeof data4 == "number" && (!(data4 % 1) && !isNaN(data4)) && isFinite(data4))) {
                      validate10.errors = [{ instancePath: instancePath + "/seq", schemaPath: "#/properties/seq/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                      return false;
                    }
                    if (errors === _errs10) {
                      if (typeof data4 == "number" && isFinite(data4)) {
                        if (data4 > 9007199254740991 || isNaN(data4)) {
                          validate10.errors = [{ instancePath: instancePath + "/seq", schemaPath: "#/properties/seq/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                          return false;
                        } else {
                          if (data4 < 1 || isNaN(data4)) {
                            validate10.errors = [{ instancePath: instancePath + "/seq", schemaPath: "#/properties/seq/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                            return false;
                          }
                        }
                      }
                    }
                    var valid0 = _errs10 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate10.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate10.errors = vErrors;
  return errors === 0;
}
var roomId = validate11;
var pattern0 = new RegExp("^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$", "u");
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (typeof data === "string") {
      if (func2(data) > 64) {
        validate11.errors = [{ instancePath, schemaPath: "#/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
        return false;
      } else {
        if (func2(data) < 1) {
          validate11.errors = [{ instancePath, schemaPath: "#/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
          return false;
        } else {
          if (!pattern0.test(data)) {
            validate11.errors = [{ instancePath, schemaPath: "#/pattern", keyword: "pattern", params: { pattern: "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$" }, message: 'must match pattern "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$"' }];
            return false;
          }
        }
      }
    } else {
      validate11.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
      return false;
    }
  }
  validate11.errors = vErrors;
  return errors === 0;
}
var options = validate12;
var schema13 = { "type": "object", "additionalProperties": false, "properties": { "host": { "type": "string", "minLength": 1, "maxLength": 255, "default": "127.0.0.1" }, "port": { "type": "integer", "minimum": 0, "maximum": 65535, "default": 8080 }, "origins": { "type": "array", "maxItems": 256, "items": { "type": "string", "pattern": "^(\\*|https?://[^/?#\\s]+)$", "maxLength": 255 }, "default": [] }, "trustProxy": { "type": "boolean", "default": false }, "headersTimeout": { "type": "number", "exclusiveMinimum": 0, "maximum": 3600, "default": 5 }, "httpRate": { "type": "integer", "minimum": 1, "default": 1200 }, "logLevel": { "enum": ["silent", "fatal", "error", "warn", "info", "debug", "trace"], "default": "info" }, "stunUrls": { "type": "array", "maxItems": 16, "items": { "type": "string", "pattern": "^stuns?:[^\\s]+$", "maxLength": 512 }, "default": [] }, "turnUrls": { "type": "array", "maxItems": 16, "items": { "type": "string", "pattern": "^turns?:[^\\s]+$", "maxLength": 512 }, "default": [] }, "turnSecret": { "type": "string", "maxLength": 1024, "default": "" }, "turnLifetime": { "type": "integer", "minimum": 1, "maximum": 604800, "default": 21600 }, "heartbeatInterval": { "type": "number", "minimum": 0.05, "maximum": 3600, "default": 15 }, "heartbeatTimeout": { "type": "number", "minimum": 0.05, "maximum": 3600, "default": 8 }, "messageBytes": { "type": "integer", "minimum": 1024, "maximum": 16777216, "default": 65536 }, "connectionBytes": { "type": "integer", "minimum": 1024, "maximum": 67108864, "default": 1572864 }, "depth": { "type": "integer", "minimum": 4, "maximum": 1e3, "default": 32 }, "fragments": { "type": "integer", "minimum": 1, "maximum": 16384, "default": 64 }, "signalingRate": { "type": "number", "exclusiveMinimum": 0, "default": 50 }, "signalingBurst": { "type": "number", "minimum": 1, "default": 500 }, "chatRate": { "type": "number", "exclusiveMinimum": 0, "default": 2 }, "chatBurst": { "type": "number", "minimum": 1, "default": 10 }, "otherRate": { "type": "number", "exclusiveMinimum": 0, "default": 20 }, "otherBurst": { "type": "number", "minimum": 1, "default": 40 }, "refusals": { "type": "integer", "minimum": 1, "default": 50 }, "refusalsWindow": { "type": "number", "exclusiveMinimum": 0, "default": 10 }, "outboundDrop": { "type": "integer", "minimum": 1024, "default": 262144 }, "outboundLimit": { "type": "integer", "minimum": 1024, "default": 1048576 }, "outboundStall": { "type": "number", "exclusiveMinimum": 0, "default": 30 }, "outboundShare": { "type": "number", "exclusiveMinimum": 0, "maximum": 1, "default": 0.25 }, "shutdownSpread": { "type": "number", "minimum": 0, "maximum": 3600, "default": 10 }, "shutdownTimeout": { "type": "number", "exclusiveMinimum": 0, "maximum": 3600, "default": 15 }, "deflate": { "type": "boolean", "default": false } } };
var func10 = Object.prototype.hasOwnProperty;
var pattern1 = new RegExp("^(\\*|https?://[^/?#\\s]+)$", "u");
var pattern2 = new RegExp("^stuns?:[^\\s]+$", "u");
var pattern3 = new RegExp("^turns?:[^\\s]+$", "u");
function validate12(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      const _errs1 = errors;
      for (const key0 in data) {
        if (!func10.call(schema13.properties, key0)) {
          validate12.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
          return false;
          break;
        }
      }
      if (_errs1 === errors) {
        if (data.host !== void 0) {
          let data0 = data.host;
          const _errs2 = errors;
          if (errors === _errs2) {
            if (typeof data0 === "string") {
              if (func2(data0) > 255) {
                validate12.errors = [{ instancePath: instancePath + "/host", schemaPath: "#/properties/host/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters" }];
                return false;
              } else {
                if (func2(data0) < 1) {
                  validate12.errors = [{ instancePath: instancePath + "/host", schemaPath: "#/properties/host/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                  return false;
                }
              }
            } else {
              validate12.errors = [{ instancePath: instancePath + "/host", schemaPath: "#/properties/host/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
          }
          var valid0 = _errs2 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.port !== void 0) {
            let data1 = data.port;
            const _errs4 = errors;
            if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)) && isFinite(data1))) {
              validate12.errors = [{ instancePath: instancePath + "/port", schemaPath: "#/properties/port/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
              return false;
            }
            if (errors === _errs4) {
              if (typeof data1 == "number" && isFinite(data1)) {
                if (data1 > 65535 || isNaN(data1)) {
                  validate12.errors = [{ instancePath: instancePath + "/port", schemaPath: "#/properties/port/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535" }];
                  return false;
                } else {
                  if (data1 < 0 || isNaN(data1)) {
                    validate12.errors = [{ instancePath: instancePath + "/port", schemaPath: "#/properties/port/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                    return false;
                  }
                }
              }
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.origins !== void 0) {
              let data2 = data.origins;
              const _errs6 = errors;
              if (errors === _errs6) {
                if (Array.isArray(data2)) {
                  if (data2.length > 256) {
                    validate12.errors = [{ instancePath: instancePath + "/origins", schemaPath: "#/properties/origins/maxItems", keyword: "maxItems", params: { limit: 256 }, message: "must NOT have more than 256 items" }];
                    return false;
                  } else {
                    var valid1 = true;
                    const len0 = data2.length;
                    for (let i0 = 0; i0 < len0; i0++) {
                      let data3 = data2[i0];
                      const _errs8 = errors;
                      if (errors === _errs8) {
                        if (typeof data3 === "string") {
                          if (func2(data3) > 255) {
                            validate12.errors = [{ instancePath: instancePath + "/origins/" + i0, schemaPath: "#/properties/origins/items/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters" }];
                            return false;
                          } else {
                            if (!pattern1.test(data3)) {
                              validate12.errors = [{ instancePath: instancePath + "/origins/" + i0, schemaPath: "#/properties/origins/items/pattern", keyword: "pattern", params: { pattern: "^(\\*|https?://[^/?#\\s]+)$" }, message: 'must match pattern "^(\\*|https?://[^/?#\\s]+)$"' }];
                              return false;
                            }
                          }
                        } else {
                          validate12.errors = [{ instancePath: instancePath + "/origins/" + i0, schemaPath: "#/properties/origins/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                          return false;
                        }
                      }
                      var valid1 = _errs8 === errors;
                      if (!valid1) {
                        break;
                      }
                    }
                  }
                } else {
                  validate12.errors = [{ instancePath: instancePath + "/origins", schemaPath: "#/properties/origins/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                  return false;
                }
              }
              var valid0 = _errs6 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.trustProxy !== void 0) {
                const _errs10 = errors;
                if (typeof data.trustProxy !== "boolean") {
                  validate12.errors = [{ instancePath: instancePath + "/trustProxy", schemaPath: "#/properties/trustProxy/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" }];
                  return false;
                }
                var valid0 = _errs10 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.headersTimeout !== void 0) {
                  let data5 = data.headersTimeout;
                  const _errs12 = errors;
                  if (errors === _errs12) {
                    if (typeof data5 == "number" && isFinite(data5)) {
                      if (data5 > 3600 || isNaN(data5)) {
                        validate12.errors = [{ instancePath: instancePath + "/headersTimeout", schemaPath: "#/properties/headersTimeout/maximum", keyword: "maximum", params: { comparison: "<=", limit: 3600 }, message: "must be <= 3600" }];
                        return false;
                      } else {
                        if (data5 <= 0 || isNaN(data5)) {
                          validate12.errors = [{ instancePath: instancePath + "/headersTimeout", schemaPath: "#/properties/headersTimeout/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" }];
                          return false;
                        }
                      }
                    } else {
                      validate12.errors = [{ instancePath: instancePath + "/headersTimeout", schemaPath: "#/properties/headersTimeout/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                      return false;
                    }
                  }
                  var valid0 = _errs12 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.httpRate !== void 0) {
                    let data6 = data.httpRate;
                    const _errs14 = errors;
                    if (!(typeof data6 == "number" && (!(data6 % 1) && !isNaN(data6)) && isFinite(data6))) {
                      validate12.errors = [{ instancePath: instancePath + "/httpRate", schemaPath: "#/properties/httpRate/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                      return false;
                    }
                    if (errors === _errs14) {
                      if (typeof data6 == "number" && isFinite(data6)) {
                        if (data6 < 1 || isNaN(data6)) {
                          validate12.errors = [{ instancePath: instancePath + "/httpRate", schemaPath: "#/properties/httpRate/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                          return false;
                        }
                      }
                    }
                    var valid0 = _errs14 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.logLevel !== void 0) {
                      let data7 = data.logLevel;
                      const _errs16 = errors;
                      if (!(data7 === "silent" || data7 === "fatal" || data7 === "error" || data7 === "warn" || data7 === "info" || data7 === "debug" || data7 === "trace")) {
                        validate12.errors = [{ instancePath: instancePath + "/logLevel", schemaPath: "#/properties/logLevel/enum", keyword: "enum", params: { allowedValues: schema13.properties.logLevel.enum }, message: "must be equal to one of the allowed values" }];
                        return false;
                      }
                      var valid0 = _errs16 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.stunUrls !== void 0) {
                        let data8 = data.stunUrls;
                        const _errs17 = errors;
                        if (errors === _errs17) {
                          if (Array.isArray(data8)) {
                            if (data8.length > 16) {
                              validate12.errors = [{ instancePath: instancePath + "/stunUrls", schemaPath: "#/properties/stunUrls/maxItems", keyword: "maxItems", params: { limit: 16 }, message: "must NOT have more than 16 items" }];
                              return false;
                            } else {
                              var valid2 = true;
                              const len1 = data8.length;
                              for (let i1 = 0; i1 < len1; i1++) {
                                let data9 = data8[i1];
                                const _errs19 = errors;
                                if (errors === _errs19) {
                                  if (typeof data9 === "string") {
                                    if (func2(data9) > 512) {
                                      validate12.errors = [{ instancePath: instancePath + "/stunUrls/" + i1, schemaPath: "#/properties/stunUrls/items/maxLength", keyword: "maxLength", params: { limit: 512 }, message: "must NOT have more than 512 characters" }];
                                      return false;
                                    } else {
                                      if (!pattern2.test(data9)) {
                                        validate12.errors = [{ instancePath: instancePath + "/stunUrls/" + i1, schemaPath: "#/properties/stunUrls/items/pattern", keyword: "pattern", params: { pattern: "^stuns?:[^\\s]+$" }, message: 'must match pattern "^stuns?:[^\\s]+$"' }];
                                        return false;
                                      }
                                    }
                                  } else {
                                    validate12.errors = [{ instancePath: instancePath + "/stunUrls/" + i1, schemaPath: "#/properties/stunUrls/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                    return false;
                                  }
                                }
                                var valid2 = _errs19 === errors;
                                if (!valid2) {
                                  break;
                                }
                              }
                            }
                          } else {
                            validate12.errors = [{ instancePath: instancePath + "/stunUrls", schemaPath: "#/properties/stunUrls/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                            return false;
                          }
                        }
                        var valid0 = _errs17 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.turnUrls !== void 0) {
                          let data10 = data.turnUrls;
                          const _errs21 = errors;
                          if (errors === _errs21) {
                            if (Array.isArray(data10)) {
                              if (data10.length > 16) {
                                validate12.errors = [{ instancePath: instancePath + "/turnUrls", schemaPath: "#/properties/turnUrls/maxItems", keyword: "maxItems", params: { limit: 16 }, message: "must NOT have more than 16 items" }];
                                return false;
                              } else {
                                var valid3 = true;
                                const len2 = data10.length;
                                for (let i2 = 0; i2 < len2; i2++) {
                                  let data11 = data10[i2];
                                  const _errs23 = errors;
                                  if (errors === _errs23) {
                                    if (typeof data11 === "string") {
                                      if (func2(data11) > 512) {
                                        validate12.errors = [{ instancePath: instancePath + "/turnUrls/" + i2, schemaPath: "#/properties/turnUrls/items/maxLength", keyword: "maxLength", params: { limit: 512 }, message: "must NOT have more than 512 characters" }];
                                        return false;
                                      } else {
                                        if (!pattern3.test(data11)) {
                                          validate12.errors = [{ instancePath: instancePath + "/turnUrls/" + i2, schemaPath: "#/properties/turnUrls/items/pattern", keyword: "pattern", params: { pattern: "^turns?:[^\\s]+$" }, message: 'must match pattern "^turns?:[^\\s]+$"' }];
                                          return false;
                                        }
                                      }
                                    } else {
                                      validate12.errors = [{ instancePath: instancePath + "/turnUrls/" + i2, schemaPath: "#/properties/turnUrls/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                      return false;
                                    }
                                  }
                                  var valid3 = _errs23 === errors;
                                  if (!valid3) {
                                    break;
                                  }
                                }
                              }
                            } else {
                              validate12.errors = [{ instancePath: instancePath + "/turnUrls", schemaPath: "#/properties/turnUrls/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                              return false;
                            }
                          }
                          var valid0 = _errs21 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.turnSecret !== void 0) {
                            let data12 = data.turnSecret;
                            const _errs25 = errors;
                            if (errors === _errs25) {
                              if (typeof data12 === "string") {
                                if (func2(data12) > 1024) {
                                  validate12.errors = [{ instancePath: instancePath + "/turnSecret", schemaPath: "#/properties/turnSecret/maxLength", keyword: "maxLength", params: { limit: 1024 }, message: "must NOT have more than 1024 characters" }];
                                  return false;
                                }
                              } else {
                                validate12.errors = [{ instancePath: instancePath + "/turnSecret", schemaPath: "#/properties/turnSecret/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                return false;
                              }
                            }
                            var valid0 = _errs25 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.turnLifetime !== void 0) {
                              let data13 = data.turnLifetime;
                              const _errs27 = errors;
                              if (!(typeof data13 == "number" && (!(data13 % 1) && !isNaN(data13)) && isFinite(data13))) {
                                validate12.errors = [{ instancePath: instancePath + "/turnLifetime", schemaPath: "#/properties/turnLifetime/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                return false;
                              }
                              if (errors === _errs27) {
                                if (typeof data13 == "number" && isFinite(data13)) {
                                  if (data13 > 604800 || isNaN(data13)) {
                                    validate12.errors = [{ instancePath: instancePath + "/turnLifetime", schemaPath: "#/properties/turnLifetime/maximum", keyword: "maximum", params: { comparison: "<=", limit: 604800 }, message: "must be <= 604800" }];
                                    return false;
                                  } else {
                                    if (data13 < 1 || isNaN(data13)) {
                                      validate12.errors = [{ instancePath: instancePath + "/turnLifetime", schemaPath: "#/properties/turnLifetime/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                      return false;
                                    }
                                  }
                                }
                              }
                              var valid0 = _errs27 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.heartbeatInterval !== void 0) {
                                let data14 = data.heartbeatInterval;
                                const _errs29 = errors;
                                if (errors === _errs29) {
                                  if (typeof data14 == "number" && isFinite(data14)) {
                                    if (data14 > 3600 || isNaN(data14)) {
                                      validate12.errors = [{ instancePath: instancePath + "/heartbeatInterval", schemaPath: "#/properties/heartbeatInterval/maximum", keyword: "maximum", params: { comparison: "<=", limit: 3600 }, message: "must be <= 3600" }];
                                      return false;
                                    } else {
                                      if (data14 < 0.05 || isNaN(data14)) {
                                        validate12.errors = [{ instancePath: instancePath + "/heartbeatInterval", schemaPath: "#/properties/heartbeatInterval/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0.05 }, message: "must be >= 0.05" }];
                                        return false;
                                      }
                                    }
                                  } else {
                                    validate12.errors = [{ instancePath: instancePath + "/heartbeatInterval", schemaPath: "#/properties/heartbeatInterval/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                    return false;
                                  }
                                }
                                var valid0 = _errs29 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.heartbeatTimeout !== void 0) {
                                  let data15 = data.heartbeatTimeout;
                                  const _errs31 = errors;
                                  if (errors === _errs31) {
                                    if (typeof data15 == "number" && isFinite(data15)) {
                                      if (data15 > 3600 || isNaN(data15)) {
                                        validate12.errors = [{ instancePath: instancePath + "/heartbeatTimeout", schemaPath: "#/properties/heartbeatTimeout/maximum", keyword: "maximum", params: { comparison: "<=", limit: 3600 }, message: "must be <= 3600" }];
                                        return false;
                                      } else {
                                        if (data15 < 0.05 || isNaN(data15)) {
                                          validate12.errors = [{ instancePath: instancePath + "/heartbeatTimeout", schemaPath: "#/properties/heartbeatTimeout/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0.05 }, message: "must be >= 0.05" }];
                                          return false;
                                        }
                                      }
                                    } else {
                                      validate12.errors = [{ instancePath: instancePath + "/heartbeatTimeout", schemaPath: "#/properties/heartbeatTimeout/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                      return false;
                                    }
                                  }
                                  var valid0 = _errs31 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.messageBytes !== void 0) {
                                    let data16 = data.messageBytes;
                                    const _errs33 = errors;
                                    if (!(typeof data16 == "number" && (!(data16 % 1) && !isNaN(data16)) && isFinite(data16))) {
                                      validate12.errors = [{ instancePath: instancePath + "/messageBytes", schemaPath: "#/properties/messageBytes/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                      return false;
                                    }
                                    if (errors === _errs33) {
                                      if (typeof data16 == "number" && isFinite(data16)) {
                                        if (data16 > 16777216 || isNaN(data16)) {
                                          validate12.errors = [{ instancePath: instancePath + "/messageBytes", schemaPath: "#/properties/messageBytes/maximum", keyword: "maximum", params: { comparison: "<=", limit: 16777216 }, message: "must be <= 16777216" }];
                                          return false;
                                        } else {
                                          if (data16 < 1024 || isNaN(data16)) {
                                            validate12.errors = [{ instancePath: instancePath + "/messageBytes", schemaPath: "#/properties/messageBytes/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1024 }, message: "must be >= 1024" }];
                                            return false;
                                          }
                                        }
                                      }
                                    }
                                    var valid0 = _errs33 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                  if (valid0) {
                                    if (data.connectionBytes !== void 0) {
                                      let data17 = data.connectionBytes;
                                      const _errs35 = errors;
                                      if (!(typeof data17 == "number" && (!(data17 % 1) && !isNaN(data17)) && isFinite(data17))) {
                                        validate12.errors = [{ instancePath: instancePath + "/connectionBytes", schemaPath: "#/properties/connectionBytes/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                        return false;
                                      }
                                      if (errors === _errs35) {
                                        if (typeof data17 == "number" && isFinite(data17)) {
                                          if (data17 > 67108864 || isNaN(data17)) {
                                            validate12.errors = [{ instancePath: instancePath + "/connectionBytes", schemaPath: "#/properties/connectionBytes/maximum", keyword: "maximum", params: { comparison: "<=", limit: 67108864 }, message: "must be <= 67108864" }];
                                            return false;
                                          } else {
                                            if (data17 < 1024 || isNaN(data17)) {
                                              validate12.errors = [{ instancePath: instancePath + "/connectionBytes", schemaPath: "#/properties/connectionBytes/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1024 }, message: "must be >= 1024" }];
                                              return false;
                                            }
                                          }
                                        }
                                      }
                                      var valid0 = _errs35 === errors;
                                    } else {
                                      var valid0 = true;
                                    }
                                    if (valid0) {
                                      if (data.depth !== void 0) {
                                        let data18 = data.depth;
                                        const _errs37 = errors;
                                        if (!(typeof data18 == "number" && (!(data18 % 1) && !isNaN(data18)) && isFinite(data18))) {
                                          validate12.errors = [{ instancePath: instancePath + "/depth", schemaPath: "#/properties/depth/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                          return false;
                                        }
                                        if (errors === _errs37) {
                                          if (typeof data18 == "number" && isFinite(data18)) {
                                            if (data18 > 1e3 || isNaN(data18)) {
                                              validate12.errors = [{ instancePath: instancePath + "/depth", schemaPath: "#/properties/depth/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e3 }, message: "must be <= 1000" }];
                                              return false;
                                            } else {
                                              if (data18 < 4 || isNaN(data18)) {
                                                validate12.errors = [{ instancePath: instancePath + "/depth", schemaPath: "#/properties/depth/minimum", keyword: "minimum", params: { comparison: ">=", limit: 4 }, message: "must be >= 4" }];
                                                return false;
                                              }
                                            }
                                          }
                                        }
                                        var valid0 = _errs37 === errors;
                                      } else {
                                        var valid0 = true;
                                      }
                                      if (valid0) {
                                        if (data.fragments !== void 0) {
                                          let data19 = data.fragments;
                                          const _errs39 = errors;
                                          if (!(typeof data19 == "number" && (!(data19 % 1) && !isNaN(data19)) && isFinite(data19))) {
                                            validate12.errors = [{ instancePath: instancePath + "/fragments", schemaPath: "#/properties/fragments/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                            return false;
                                          }
                                          if (errors === _errs39) {
                                            if (typeof data19 == "number" && isFinite(data19)) {
                                              if (data19 > 16384 || isNaN(data19)) {
                                                validate12.errors = [{ instancePath: instancePath + "/fragments", schemaPath: "#/properties/fragments/maximum", keyword: "maximum", params: { comparison: "<=", limit: 16384 }, message: "must be <= 16384" }];
                                                return false;
                                              } else {
                                                if (data19 < 1 || isNaN(data19)) {
                                                  validate12.errors = [{ instancePath: instancePath + "/fragments", schemaPath: "#/properties/fragments/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                                  return false;
                                                }
                                              }
                                            }
                                          }
                                          var valid0 = _errs39 === errors;
                                        } else {
                                          var valid0 = true;
                                        }
                                        if (valid0) {
                                          if (data.signalingRate !== void 0) {
                                            let data20 = data.signalingRate;
                                            const _errs41 = errors;
                                            if (errors === _errs41) {
                                              if (typeof data20 == "number" && isFinite(data20)) {
                                                if (data20 <= 0 || isNaN(data20)) {
                                                  validate12.errors = [{ instancePath: instancePath + "/signalingRate", schemaPath: "#/properties/signalingRate/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" }];
                                                  return false;
                                                }
                                              } else {
                                                validate12.errors = [{ instancePath: instancePath + "/signalingRate", schemaPath: "#/properties/signalingRate/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                return false;
                                              }
                                            }
                                            var valid0 = _errs41 === errors;
                                          } else {
                                            var valid0 = true;
                                          }
                                          if (valid0) {
                                            if (data.signalingBurst !== void 0) {
                                              let data21 = data.signalingBurst;
                                              const _errs43 = errors;
                                              if (errors === _errs43) {
                                                if (typeof data21 == "number" && isFinite(data21)) {
                                                  if (data21 < 1 || isNaN(data21)) {
                                                    validate12.errors = [{ instancePath: instancePath + "/signalingBurst", schemaPath: "#/properties/signalingBurst/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                                    return false;
                                                  }
                                                } else {
                                                  validate12.errors = [{ instancePath: instancePath + "/signalingBurst", schemaPath: "#/properties/signalingBurst/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                  return false;
                                                }
                                              }
                                              var valid0 = _errs43 === errors;
                                            } else {
                                              var valid0 = true;
                                            }
                                            if (valid0) {
                                              if (data.chatRate !== void 0) {
                                                let data22 = data.chatRate;
                                                const _errs45 = errors;
                                                if (errors === _errs45) {
                                                  if (typeof data22 == "number" && isFinite(data22)) {
                                                    if (data22 <= 0 || isNaN(data22)) {
                                                      validate12.errors = [{ instancePath: instancePath + "/chatRate", schemaPath: "#/properties/chatRate/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" }];
                                                      return false;
                                                    }
                                                  } else {
                                                    validate12.errors = [{ instancePath: instancePath + "/chatRate", schemaPath: "#/properties/chatRate/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                    return false;
                                                  }
                                                }
                                                var valid0 = _errs45 === errors;
                                              } else {
                                                var valid0 = true;
                                              }
                                              if (valid0) {
                                                if (data.chatBurst !== void 0) {
                                                  let data23 = data.chatBurst;
                                                  const _errs47 = errors;
                                                  if (errors === _errs47) {
                                                    if (typeof data23 == "number" && isFinite(data23)) {
                                                      if (data23 < 1 || isNaN(data23)) {
                                                        validate12.errors = [{ instancePath: instancePath + "/chatBurst", schemaPath: "#/properties/chatBurst/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                                        return false;
                                                      }
                                                    } else {
                                                      validate12.errors = [{ instancePath: instancePath + "/chatBurst", schemaPath: "#/properties/chatBurst/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                      return false;
                                                    }
                                                  }
                                                  var valid0 = _errs47 === errors;
                                                } else {
                                                  var valid0 = true;
                                                }
                                                if (valid0) {
                                                  if (data.otherRate !== void 0) {
                                                    let data24 = data.otherRate;
                                                    const _errs49 = errors;
                                                    if (errors === _errs49) {
                                                      if (typeof data24 == "number" && isFinite(data24)) {
                                                        if (data24 <= 0 || isNaN(data24)) {
                                                          validate12.errors = [{ instancePath: instancePath + "/otherRate", schemaPath: "#/properties/otherRate/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" }];
                                                          return false;
                                                        }
                                                      } else {
                                                        validate12.errors = [{ instancePath: instancePath + "/otherRate", schemaPath: "#/properties/otherRate/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                        return false;
                                                      }
                                                    }
                                                    var valid0 = _errs49 === errors;
                                                  } else {
                                                    var valid0 = true;
                                                  }
                                                  if (valid0) {
                                                    if (data.otherBurst !== void 0) {
                                                      let data25 = data.otherBurst;
                                                      const _errs51 = errors;
                                                      if (errors === _errs51) {
                                                        if (typeof data25 == "number" && isFinite(data25)) {
                                                          if (data25 < 1 || isNaN(data25)) {
                                                            validate12.errors = [{ instancePath: instancePath + "/otherBurst", schemaPath: "#/properties/otherBurst/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                                            return false;
                                                          }
                                                        } else {
                                                          validate12.errors = [{ instancePath: instancePath + "/otherBurst", schemaPath: "#/properties/otherBurst/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                          return false;
                                                        }
                                                      }
                                                      var valid0 = _errs51 === errors;
                                                    } else {
                                                      var valid0 = true;
                                                    }
                                                    if (valid0) {
                                                      if (data.refusals !== void 0) {
                                                        let data26 = data.refusals;
                                                        const _errs53 = errors;
                                                        if (!(typeof data26 == "number" && (!(data26 % 1) && !isNaN(data26)) && isFinite(data26))) {
                                                          validate12.errors = [{ instancePath: instancePath + "/refusals", schemaPath: "#/properties/refusals/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                                          return false;
                                                        }
                                                        if (errors === _errs53) {
                                                          if (typeof data26 == "number" && isFinite(data26)) {
                                                            if (data26 < 1 || isNaN(data26)) {
                                                              validate12.errors = [{ instancePath: instancePath + "/refusals", schemaPath: "#/properties/refusals/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                                              return false;
                                                            }
                                                          }
                                                        }
                                                        var valid0 = _errs53 === errors;
                                                      } else {
                                                        var valid0 = true;
                                                      }
                                                      if (valid0) {
                                                        if (data.refusalsWindow !== void 0) {
                                                          let data27 = data.refusalsWindow;
                                                          const _errs55 = errors;
                                                          if (errors === _errs55) {
                                                            if (typeof data27 == "number" && isFinite(data27)) {
                                                              if (data27 <= 0 || isNaN(data27)) {
                                                                validate12.errors = [{ instancePath: instancePath + "/refusalsWindow", schemaPath: "#/properties/refusalsWindow/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" }];
                                                                return false;
                                                              }
                                                            } else {
                                                              validate12.errors = [{ instancePath: instancePath + "/refusalsWindow", schemaPath: "#/properties/refusalsWindow/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                              return false;
                                                            }
                                                          }
                                                          var valid0 = _errs55 === errors;
                                                        } else {
                                                          var valid0 = true;
                                                        }
                                                        if (valid0) {
                                                          if (data.outboundDrop !== void 0) {
                                                            let data28 = data.outboundDrop;
                                                            const _errs57 = errors;
                                                            if (!(typeof data28 == "number" && (!(data28 % 1) && !isNaN(data28)) && isFinite(data28))) {
                                                              validate12.errors = [{ instancePath: instancePath + "/outboundDrop", schemaPath: "#/properties/outboundDrop/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                                              return false;
                                                            }
                                                            if (errors === _errs57) {
                                                              if (typeof data28 == "number" && isFinite(data28)) {
                                                                if (data28 < 1024 || isNaN(data28)) {
                                                                  validate12.errors = [{ instancePath: instancePath + "/outboundDrop", schemaPath: "#/properties/outboundDrop/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1024 }, message: "must be >= 1024" }];
                                                                  return false;
                                                                }
                                                              }
                                                            }
                                                            var valid0 = _errs57 === errors;
                                                          } else {
                                                            var valid0 = true;
                                                          }
                                                          if (valid0) {
                                                            if (data.outboundLimit !== void 0) {
                                                              let data29 = data.outboundLimit;
                                                              const _errs59 = errors;
                                                              if (!(typeof data29 == "number" && (!(data29 % 1) && !isNaN(data29)) && isFinite(data29))) {
                                                                validate12.errors = [{ instancePath: instancePath + "/outboundLimit", schemaPath: "#/properties/outboundLimit/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                                                return false;
                                                              }
                                                              if (errors === _errs59) {
                                                                if (typeof data29 == "number" && isFinite(data29)) {
                                                                  if (data29 < 1024 || isNaN(data29)) {
                                                                    validate12.errors = [{ instancePath: instancePath + "/outboundLimit", schemaPath: "#/properties/outboundLimit/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1024 }, message: "must be >= 1024" }];
                                                                    return false;
                                                                  }
                                                                }
                                                              }
                                                              var valid0 = _errs59 === errors;
                                                            } else {
                                                              var valid0 = true;
                                                            }
                                                            if (valid0) {
                                                              if (data.outboundStall !== void 0) {
                                                                let data30 = data.outboundStall;
                                                                const _errs61 = errors;
                                                                if (errors === _errs61) {
                                                                  if (typeof data30 == "number" && isFinite(data30)) {
                                                                    if (data30 <= 0 || isNaN(data30)) {
                                                                      validate12.errors = [{ instancePath: instancePath + "/outboundStall", schemaPath: "#/properties/outboundStall/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" }];
                                                                      return false;
                                                                    }
                                                                  } else {
                                                                    validate12.errors = [{ instancePath: instancePath + "/outboundStall", schemaPath: "#/properties/outboundStall/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                    return false;
                                                                  }
                                                                }
                                                                var valid0 = _errs61 === errors;
                                                              } else {
                                                                var valid0 = true;
                                                              }
                                                              if (valid0) {
                                                                if (data.outboundShare !== void 0) {
                                                                  let data31 = data.outboundShare;
                                                                  const _errs63 = errors;
                                                                  if (errors === _errs63) {
                                                                    if (typeof data31 == "number" && isFinite(data31)) {
                                                                      if (data31 > 1 || isNaN(data31)) {
                                                                        validate12.errors = [{ instancePath: instancePath + "/outboundShare", schemaPath: "#/properties/outboundShare/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1" }];
                                                                        return false;
                                                                      } else {
                                                                        if (data31 <= 0 || isNaN(data31)) {
                                                                          validate12.errors = [{ instancePath: instancePath + "/outboundShare", schemaPath: "#/properties/outboundShare/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" }];
                                                                          return false;
                                                                        }
                                                                      }
                                                                    } else {
                                                                      validate12.errors = [{ instancePath: instancePath + "/outboundShare", schemaPath: "#/properties/outboundShare/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                      return false;
                                                                    }
                                                                  }
                                                                  var valid0 = _errs63 === errors;
                                                                } else {
                                                                  var valid0 = true;
                                                                }
                                                                if (valid0) {
                                                                  if (data.shutdownSpread !== void 0) {
                                                                    let data32 = data.shutdownSpread;
                                                                    const _errs65 = errors;
                                                                    if (errors === _errs65) {
                                                                      if (typeof data32 == "number" && isFinite(data32)) {
                                                                        if (data32 > 3600 || isNaN(data32)) {
                                                                          validate12.errors = [{ instancePath: instancePath + "/shutdownSpread", schemaPath: "#/properties/shutdownSpread/maximum", keyword: "maximum", params: { comparison: "<=", limit: 3600 }, message: "must be <= 3600" }];
                                                                          return false;
                                                                        } else {
                                                                          if (data32 < 0 || isNaN(data32)) {
                                                                            validate12.errors = [{ instancePath: instancePath + "/shutdownSpread", schemaPath: "#/properties/shutdownSpread/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                                                                            return false;
                                                                          }
                                                                        }
                                                                      } else {
                                                                        validate12.errors = [{ instancePath: instancePath + "/shutdownSpread", schemaPath: "#/properties/shutdownSpread/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                        return false;
                                                                      }
                                                                    }
                                                                    var valid0 = _errs65 === errors;
                                                                  } else {
                                                                    var valid0 = true;
                                                                  }
                                                                  if (valid0) {
                                                                    if (data.shutdownTimeout !== void 0) {
                                                                      let data33 = data.shutdownTimeout;
                                                                      const _errs67 = errors;
                                                                      if (errors === _errs67) {
                                                                        if (typeof data33 == "number" && isFinite(data33)) {
                                                                          if (data33 > 3600 || isNaN(data33)) {
                                                                            validate12.errors = [{ instancePath: instancePath + "/shutdownTimeout", schemaPath: "#/properties/shutdownTimeout/maximum", keyword: "maximum", params: { comparison: "<=", limit: 3600 }, message: "must be <= 3600" }];
                                                                            return false;
                                                                          } else {
                                                                            if (data33 <= 0 || isNaN(data33)) {
                                                                              validate12.errors = [{ instancePath: instancePath + "/shutdownTimeout", schemaPath: "#/properties/shutdownTimeout/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" }];
                                                                              return false;
                                                                            }
                                                                          }
                                                                        } else {
                                                                          validate12.errors = [{ instancePath: instancePath + "/shutdownTimeout", schemaPath: "#/properties/shutdownTimeout/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                          return false;
                                                                        }
                                                                      }
                                                                      var valid0 = _errs67 === errors;
                                                                    } else {
                                                                      var valid0 = true;
                                                                    }
                                                                    if (valid0) {
                                                                      if (data.deflate !== void 0) {
                                                                        const _errs69 = errors;
                                                                        if (typeof data.deflate !== "boolean") {
                                                                          validate12.errors = [{ instancePath: instancePath + "/deflate", schemaPath: "#/properties/deflate/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" }];
                                                                          return false;
                                                                        }
                                                                        var valid0 = _errs69 === errors;
                                                                      } else {
                                                                        var valid0 = true;
                                                                      }
                                                                    }
                                                                  }
                                                                }
                                                              }
                                                            }
                                                          }
                                                        }
                                                      }
                                                    }
                                                  }
                                                }
                                              }
                                            }
                                          }
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate12.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate12.errors = vErrors;
  return errors === 0;
}
var serverWelcome = validate13;
function validate13(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.id === void 0 && (missing0 = "id") || data.protocol === void 0 && (missing0 = "protocol") || data.heartbeat_ms === void 0 && (missing0 = "heartbeat_ms") || data.limits === void 0 && (missing0 = "limits")) {
        validate13.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "id" || key0 === "room_id" || key0 === "protocol" || key0 === "heartbeat_ms" || key0 === "limits")) {
            validate13.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.id !== void 0) {
            let data0 = data.id;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === "string") {
                if (func2(data0) > 64) {
                  validate13.errors = [{ instancePath: instancePath + "/id", schemaPath: "#/properties/id/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                  return false;
                } else {
                  if (func2(data0) < 1) {
                    validate13.errors = [{ instancePath: instancePath + "/id", schemaPath: "#/properties/id/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  }
                }
              } else {
                validate13.errors = [{ instancePath: instancePath + "/id", schemaPath: "#/properties/id/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.room_id !== void 0) {
              let data1 = data.room_id;
              const _errs4 = errors;
              if (errors === _errs4) {
                if (typeof data1 === "string") {
                  if (func2(data1) > 64) {
                    validate13.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                    return false;
                  } else {
                    if (func2(data1) < 1) {
                      validate13.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                      return false;
                    } else {
                      if (!pattern0.test(data1)) {
                        validate13.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/pattern", keyword: "pattern", params: { pattern: "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$" }, message: 'must match pattern "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$"' }];
                        return false;
                      }
                    }
                  }
                } else {
                  validate13.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.protocol !== void 0) {
                const _errs6 = errors;
                if ("1.0" !== data.protocol) {
                  validate13.errors = [{ instancePath: instancePath + "/protocol", schemaPath: "#/properties/protocol/const", keyword: "const", params: { allowedValue: "1.0" }, message: "must be equal to constant" }];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.heartbeat_ms !== void 0) {
                  let data3 = data.heartbeat_ms;
                  const _errs7 = errors;
                  if (!(typeof data3 == "number" && (!(data3 % 1) && !isNaN(data3)) && isFinite(data3))) {
                    validate13.errors = [{ instancePath: instancePath + "/heartbeat_ms", schemaPath: "#/properties/heartbeat_ms/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                    return false;
                  }
                  if (errors === _errs7) {
                    if (typeof data3 == "number" && isFinite(data3)) {
                      if (data3 < 1 || isNaN(data3)) {
                        validate13.errors = [{ instancePath: instancePath + "/heartbeat_ms", schemaPath: "#/properties/heartbeat_ms/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                        return false;
                      }
                    }
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.limits !== void 0) {
                    let data4 = data.limits;
                    const _errs9 = errors;
                    if (errors === _errs9) {
                      if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
                        let missing1;
                        if (data4.message_bytes === void 0 && (missing1 = "message_bytes") || data4.connection_bytes === void 0 && (missing1 = "connection_bytes") || data4.depth === void 0 && (missing1 = "depth") || data4.rates === void 0 && (missing1 = "rates")) {
                          validate13.errors = [{ instancePath: instancePath + "/limits", schemaPath: "#/properties/limits/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
                          return false;
                        } else {
                          const _errs11 = errors;
                          for (const key1 in data4) {
                            if (!(key1 === "message_bytes" || key1 === "connection_bytes" || key1 === "depth" || key1 === "rates")) {
                              validate13.errors = [{ instancePath: instancePath + "/limits", schemaPath: "#/properties/limits/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" }];
                              return false;
                              break;
                            }
                          }
                          if (_errs11 === errors) {
                            if (data4.message_bytes !== void 0) {
                              let data5 = data4.message_bytes;
                              const _errs12 = errors;
                              if (!(typeof data5 == "number" && (!(data5 % 1) && !isNaN(data5)) && isFinite(data5))) {
                                validate13.errors = [{ instancePath: instancePath + "/limits/message_bytes", schemaPath: "#/properties/limits/properties/message_bytes/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                return false;
                              }
                              if (errors === _errs12) {
                                if (typeof data5 == "number" && isFinite(data5)) {
                                  if (data5 < 1 || isNaN(data5)) {
                                    validate13.errors = [{ instancePath: instancePath + "/limits/message_bytes", schemaPath: "#/properties/limits/properties/message_bytes/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                    return false;
                                  }
                                }
                              }
                              var valid1 = _errs12 === errors;
                            } else {
                              var valid1 = true;
                            }
                            if (valid1) {
                              if (data4.connection_bytes !== void 0) {
                                let data6 = data4.connection_bytes;
                                const _errs14 = errors;
                                if (!(typeof data6 == "number" && (!(data6 % 1) && !isNaN(data6)) && isFinite(data6))) {
                                  validate13.errors = [{ instancePath: instancePath + "/limits/connection_bytes", schemaPath: "#/properties/limits/properties/connection_bytes/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                  return false;
                                }
                                if (errors === _errs14) {
                                  if (typeof data6 == "number" && isFinite(data6)) {
                                    if (data6 < 1 || isNaN(data6)) {
                                      validate13.errors = [{ instancePath: instancePath + "/limits/connection_bytes", schemaPath: "#/properties/limits/properties/connection_bytes/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                      return false;
                                    }
                                  }
                                }
                                var valid1 = _errs14 === errors;
                              } else {
                                var valid1 = true;
                              }
                              if (valid1) {
                                if (data4.depth !== void 0) {
                                  let data7 = data4.depth;
                                  const _errs16 = errors;
                                  if (!(typeof data7 == "number" && (!(data7 % 1) && !isNaN(data7)) && isFinite(data7))) {
                                    validate13.errors = [{ instancePath: instancePath + "/limits/depth", schemaPath: "#/properties/limits/properties/depth/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                    return false;
                                  }
                                  if (errors === _errs16) {
                                    if (typeof data7 == "number" && isFinite(data7)) {
                                      if (data7 < 1 || isNaN(data7)) {
                                        validate13.errors = [{ instancePath: instancePath + "/limits/depth", schemaPath: "#/properties/limits/properties/depth/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                        return false;
                                      }
                                    }
                                  }
                                  var valid1 = _errs16 === errors;
                                } else {
                                  var valid1 = true;
                                }
                                if (valid1) {
                                  if (data4.rates !== void 0) {
                                    let data8 = data4.rates;
                                    const _errs18 = errors;
                                    if (errors === _errs18) {
                                      if (data8 && typeof data8 == "object" && !Array.isArray(data8)) {
                                        let missing2;
                                        if (data8.signaling === void 0 && (missing2 = "signaling") || data8.chat === void 0 && (missing2 = "chat") || data8.other === void 0 && (missing2 = "other")) {
                                          validate13.errors = [{ instancePath: instancePath + "/limits/rates", schemaPath: "#/properties/limits/properties/rates/required", keyword: "required", params: { missingProperty: missing2 }, message: "must have required property '" + missing2 + "'" }];
                                          return false;
                                        } else {
                                          const _errs20 = errors;
                                          for (const key2 in data8) {
                                            if (!(key2 === "signaling" || key2 === "chat" || key2 === "other")) {
                                              validate13.errors = [{ instancePath: instancePath + "/limits/rates", schemaPath: "#/properties/limits/properties/rates/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties" }];
                                              return false;
                                              break;
                                            }
                                          }
                                          if (_errs20 === errors) {
                                            if (data8.signaling !== void 0) {
                                              let data9 = data8.signaling;
                                              const _errs21 = errors;
                                              if (errors === _errs21) {
                                                if (data9 && typeof data9 == "object" && !Array.isArray(data9)) {
                                                  let missing3;
                                                  if (data9.per_second === void 0 && (missing3 = "per_second") || data9.burst === void 0 && (missing3 = "burst")) {
                                                    validate13.errors = [{ instancePath: instancePath + "/limits/rates/signaling", schemaPath: "#/properties/limits/properties/rates/properties/signaling/required", keyword: "required", params: { missingProperty: missing3 }, message: "must have required property '" + missing3 + "'" }];
                                                    return false;
                                                  } else {
                                                    const _errs23 = errors;
                                                    for (const key3 in data9) {
                                                      if (!(key3 === "per_second" || key3 === "burst")) {
                                                        validate13.errors = [{ instancePath: instancePath + "/limits/rates/signaling", schemaPath: "#/properties/limits/properties/rates/properties/signaling/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, message: "must NOT have additional properties" }];
                                                        return false;
                                                        break;
                                                      }
                                                    }
                                                    if (_errs23 === errors) {
                                                      if (data9.per_second !== void 0) {
                                                        let data10 = data9.per_second;
                                                        const _errs24 = errors;
                                                        if (errors === _errs24) {
                                                          if (typeof data10 == "number" && isFinite(data10)) {
                                                            if (data10 <= 0 || isNaN(data10)) {
                                                              validate13.errors = [{ instancePath: instancePath + "/limits/rates/signaling/per_second", schemaPath: "#/properties/limits/properties/rates/properties/signaling/properties/per_second/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" }];
                                                              return false;
                                                            }
                                                          } else {
                                                            validate13.errors = [{ instancePath: instancePath + "/limits/rates/signaling/per_second", schemaPath: "#/properties/limits/properties/rates/properties/signaling/properties/per_second/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                            return false;
                                                          }
                                                        }
                                                        var valid3 = _errs24 === errors;
                                                      } else {
                                                        var valid3 = true;
                                                      }
                                                      if (valid3) {
                                                        if (data9.burst !== void 0) {
                                                          let data11 = data9.burst;
                                                          const _errs26 = errors;
                                                          if (errors === _errs26) {
                                                            if (typeof data11 == "number" && isFinite(data11)) {
                                                              if (data11 < 1 || isNaN(data11)) {
                                                                validate13.errors = [{ instancePath: instancePath + "/limits/rates/signaling/burst", schemaPath: "#/properties/limits/properties/rates/properties/signaling/properties/burst/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                                                return false;
                                                              }
                                                            } else {
                                                              validate13.errors = [{ instancePath: instancePath + "/limits/rates/signaling/burst", schemaPath: "#/properties/limits/properties/rates/properties/signaling/properties/burst/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                              return false;
                                                            }
                                                          }
                                                          var valid3 = _errs26 === errors;
                                                        } else {
                                                          var valid3 = true;
                                                        }
                                                      }
                                                    }
                                                  }
                                                } else {
                                                  validate13.errors = [{ instancePath: instancePath + "/limits/rates/signaling", schemaPath: "#/properties/limits/properties/rates/properties/signaling/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                                  return false;
                                                }
                                              }
                                              var valid2 = _errs21 === errors;
                                            } else {
                                              var valid2 = true;
                                            }
                                            if (valid2) {
                                              if (data8.chat !== void 0) {
                                                let data12 = data8.chat;
                                                const _errs28 = errors;
                                                if (errors === _errs28) {
                                                  if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
                                                    let missing4;
                                                    if (data12.per_second === void 0 && (missing4 = "per_second") || data12.burst === void 0 && (missing4 = "burst")) {
                                                      validate13.errors = [{ instancePath: instancePath + "/limits/rates/chat", schemaPath: "#/properties/limits/properties/rates/properties/chat/required", keyword: "required", params: { missingProperty: missing4 }, message: "must have required property '" + missing4 + "'" }];
                                                      return false;
                                                    } else {
                                                      const _errs30 = errors;
                                                      for (const key4 in data12) {
                                                        if (!(key4 === "per_second" || key4 === "burst")) {
                                                          validate13.errors = [{ instancePath: instancePath + "/limits/rates/chat", schemaPath: "#/properties/limits/properties/rates/properties/chat/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, message: "must NOT have additional properties" }];
                                                          return false;
                                                          break;
                                                        }
                                                      }
                                                      if (_errs30 === errors) {
                                                        if (data12.per_second !== void 0) {
                                                          let data13 = data12.per_second;
                                                          const _errs31 = errors;
                                                          if (errors === _errs31) {
                                                            if (typeof data13 == "number" && isFinite(data13)) {
                                                              if (data13 <= 0 || isNaN(data13)) {
                                                                validate13.errors = [{ instancePath: instancePath + "/limits/rates/chat/per_second", schemaPath: "#/properties/limits/properties/rates/properties/chat/properties/per_second/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" }];
                                                                return false;
                                                              }
                                                            } else {
                                                              validate13.errors = [{ instancePath: instancePath + "/limits/rates/chat/per_second", schemaPath: "#/properties/limits/properties/rates/properties/chat/properties/per_second/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                              return false;
                                                            }
                                                          }
                                                          var valid4 = _errs31 === errors;
                                                        } else {
                                                          var valid4 = true;
                                                        }
                                                        if (valid4) {
                                                          if (data12.burst !== void 0) {
                                                            let data14 = data12.burst;
                                                            const _errs33 = errors;
                                                            if (errors === _errs33) {
                                                              if (typeof data14 == "number" && isFinite(data14)) {
                                                                if (data14 < 1 || isNaN(data14)) {
                                                                  validate13.errors = [{ instancePath: instancePath + "/limits/rates/chat/burst", schemaPath: "#/properties/limits/properties/rates/properties/chat/properties/burst/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                                                  return false;
                                                                }
                                                              } else {
                                                                validate13.errors = [{ instancePath: instancePath + "/limits/rates/chat/burst", schemaPath: "#/properties/limits/properties/rates/properties/chat/properties/burst/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                return false;
                                                              }
                                                            }
                                                            var valid4 = _errs33 === errors;
                                                          } else {
                                                            var valid4 = true;
                                                          }
                                                        }
                                                      }
                                                    }
                                                  } else {
                                                    validate13.errors = [{ instancePath: instancePath + "/limits/rates/chat", schemaPath: "#/properties/limits/properties/rates/properties/chat/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                                    return false;
                                                  }
                                                }
                                                var valid2 = _errs28 === errors;
                                              } else {
                                                var valid2 = true;
                                              }
                                              if (valid2) {
                                                if (data8.other !== void 0) {
                                                  let data15 = data8.other;
                                                  const _errs35 = errors;
                                                  if (errors === _errs35) {
                                                    if (data15 && typeof data15 == "object" && !Array.isArray(data15)) {
                                                      let missing5;
                                                      if (data15.per_second === void 0 && (missing5 = "per_second") || data15.burst === void 0 && (missing5 = "burst")) {
                                                        validate13.errors = [{ instancePath: instancePath + "/limits/rates/other", schemaPath: "#/properties/limits/properties/rates/properties/other/required", keyword: "required", params: { missingProperty: missing5 }, message: "must have required property '" + missing5 + "'" }];
                                                        return false;
                                                      } else {
                                                        const _errs37 = errors;
                                                        for (const key5 in data15) {
                                                          if (!(key5 === "per_second" || key5 === "burst")) {
                                                            validate13.errors = [{ instancePath: instancePath + "/limits/rates/other", schemaPath: "#/properties/limits/properties/rates/properties/other/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, message: "must NOT have additional properties" }];
                                                            return false;
                                                            break;
                                                          }
                                                        }
                                                        if (_errs37 === errors) {
                                                          if (data15.per_second !== void 0) {
                                                            let data16 = data15.per_second;
                                                            const _errs38 = errors;
                                                            if (errors === _errs38) {
                                                              if (typeof data16 == "number" && isFinite(data16)) {
                                                                if (data16 <= 0 || isNaN(data16)) {
                                                                  validate13.errors = [{ instancePath: instancePath + "/limits/rates/other/per_second", schemaPath: "#/properties/limits/properties/rates/properties/other/properties/per_second/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" }];
                                                                  return false;
                                                                }
                                                              } else {
                                                                validate13.errors = [{ instancePath: instancePath + "/limits/rates/other/per_second", schemaPath: "#/properties/limits/properties/rates/properties/other/properties/per_second/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                return false;
                                                              }
                                                            }
                                                            var valid5 = _errs38 === errors;
                                                          } else {
                                                            var valid5 = true;
                                                          }
                                                          if (valid5) {
                                                            if (data15.burst !== void 0) {
                                                              let data17 = data15.burst;
                                                              const _errs40 = errors;
                                                              if (errors === _errs40) {
                                                                if (typeof data17 == "number" && isFinite(data17)) {
                                                                  if (data17 < 1 || isNaN(data17)) {
                                                                    validate13.errors = [{ instancePath: instancePath + "/limits/rates/other/burst", schemaPath: "#/properties/limits/properties/rates/properties/other/properties/burst/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                                                    return false;
                                                                  }
                                                                } else {
                                                                  validate13.errors = [{ instancePath: instancePath + "/limits/rates/other/burst", schemaPath: "#/properties/limits/properties/rates/properties/other/properties/burst/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                  return false;
                                                                }
                                                              }
                                                              var valid5 = _errs40 === errors;
                                                            } else {
                                                              var valid5 = true;
                                                            }
                                                          }
                                                        }
                                                      }
                                                    } else {
                                                      validate13.errors = [{ instancePath: instancePath + "/limits/rates/other", schemaPath: "#/properties/limits/properties/rates/properties/other/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                                      return false;
                                                    }
                                                  }
                                                  var valid2 = _errs35 === errors;
                                                } else {
                                                  var valid2 = true;
                                                }
                                              }
                                            }
                                          }
                                        }
                                      } else {
                                        validate13.errors = [{ instancePath: instancePath + "/limits/rates", schemaPath: "#/properties/limits/properties/rates/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                        return false;
                                      }
                                    }
                                    var valid1 = _errs18 === errors;
                                  } else {
                                    var valid1 = true;
                                  }
                                }
                              }
                            }
                          }
                        }
                      } else {
                        validate13.errors = [{ instancePath: instancePath + "/limits", schemaPath: "#/properties/limits/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                        return false;
                      }
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate13.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate13.errors = vErrors;
  return errors === 0;
}
var clientPing = validate14;
function validate14(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  validate14.errors = null;
  return true;
}
var clientPong = validate15;
function validate15(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  validate15.errors = null;
  return true;
}
var serverAccepted = validate16;
function validate16(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.of === void 0 && (missing0 = "of")) {
        validate16.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "of" || key0 === "seq")) {
            validate16.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.of !== void 0) {
            let data0 = data.of;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === "string") {
                if (func2(data0) > 64) {
                  validate16.errors = [{ instancePath: instancePath + "/of", schemaPath: "#/properties/of/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                  return false;
                } else {
                  if (func2(data0) < 1) {
                    validate16.errors = [{ instancePath: instancePath + "/of", schemaPath: "#/properties/of/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  }
                }
              } else {
                validate16.errors = [{ instancePath: instancePath + "/of", schemaPath: "#/properties/of/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.seq !== void 0) {
              let data1 = data.seq;
              const _errs4 = errors;
              if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)) && isFinite(data1))) {
                validate16.errors = [{ instancePath: instancePath + "/seq", schemaPath: "#/properties/seq/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs4) {
                if (typeof data1 == "number" && isFinite(data1)) {
                  if (data1 < 1 || isNaN(data1)) {
                    validate16.errors = [{ instancePath: instancePath + "/seq", schemaPath: "#/properties/seq/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                    return false;
                  }
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate16.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate16.errors = vErrors;
  return errors === 0;
}
var clientText = validate17;
var schema18 = { "type": "object", "required": ["from", "time", "text"], "additionalProperties": false, "properties": { "from": { "type": "string", "maxLength": 64 }, "time": { "type": ["string", "number"], "minLength": 1, "maxLength": 40, "minimum": 0 }, "text": { "type": "string", "minLength": 1, "maxLength": 4096 } } };
function validate17(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.from === void 0 && (missing0 = "from") || data.time === void 0 && (missing0 = "time") || data.text === void 0 && (missing0 = "text")) {
        validate17.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "from" || key0 === "time" || key0 === "text")) {
            validate17.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.from !== void 0) {
            let data0 = data.from;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === "string") {
                if (func2(data0) > 64) {
                  validate17.errors = [{ instancePath: instancePath + "/from", schemaPath: "#/properties/from/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                  return false;
                }
              } else {
                validate17.errors = [{ instancePath: instancePath + "/from", schemaPath: "#/properties/from/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.time !== void 0) {
              let data1 = data.time;
              const _errs4 = errors;
              if (typeof data1 !== "string" && !(typeof data1 == "number" && isFinite(data1))) {
                validate17.errors = [{ instancePath: instancePath + "/time", schemaPath: "#/properties/time/type", keyword: "type", params: { type: schema18.properties.time.type }, message: "must be string,number" }];
                return false;
              }
              if (errors === _errs4) {
                if (typeof data1 == "number" && isFinite(data1)) {
                  if (data1 < 0 || isNaN(data1)) {
                    validate17.errors = [{ instancePath: instancePath + "/time", schemaPath: "#/properties/time/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                    return false;
                  }
                }
                if (errors === _errs4) {
                  if (typeof data1 === "string") {
                    if (func2(data1) > 40) {
                      validate17.errors = [{ instancePath: instancePath + "/time", schemaPath: "#/properties/time/maxLength", keyword: "maxLength", params: { limit: 40 }, message: "must NOT have more than 40 characters" }];
                      return false;
                    } else {
                      if (func2(data1) < 1) {
                        validate17.errors = [{ instancePath: instancePath + "/time", schemaPath: "#/properties/time/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                        return false;
                      }
                    }
                  }
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.text !== void 0) {
                let data2 = data.text;
                const _errs6 = errors;
                if (errors === _errs6) {
                  if (typeof data2 === "string") {
                    if (func2(data2) > 4096) {
                      validate17.errors = [{ instancePath: instancePath + "/text", schemaPath: "#/properties/text/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" }];
                      return false;
                    } else {
                      if (func2(data2) < 1) {
                        validate17.errors = [{ instancePath: instancePath + "/text", schemaPath: "#/properties/text/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                        return false;
                      }
                    }
                  } else {
                    validate17.errors = [{ instancePath: instancePath + "/text", schemaPath: "#/properties/text/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate17.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate17.errors = vErrors;
  return errors === 0;
}
var clientGetRoomInfo = validate18;
var schema19 = { "type": ["object", "null", "string"], "maxLength": 0, "additionalProperties": false, "properties": { "room_id": { "type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$" } } };
function validate18(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (!(data && typeof data == "object" && !Array.isArray(data)) && data !== null && typeof data !== "string") {
    validate18.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: schema19.type }, message: "must be object,null,string" }];
    return false;
  }
  if (errors === 0) {
    if (typeof data === "string") {
      if (func2(data) > 0) {
        validate18.errors = [{ instancePath, schemaPath: "#/maxLength", keyword: "maxLength", params: { limit: 0 }, message: "must NOT have more than 0 characters" }];
        return false;
      }
    }
    if (errors === 0) {
      if (data && typeof data == "object" && !Array.isArray(data)) {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "room_id")) {
            validate18.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.room_id !== void 0) {
            let data0 = data.room_id;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === "string") {
                if (func2(data0) > 64) {
                  validate18.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                  return false;
                } else {
                  if (func2(data0) < 1) {
                    validate18.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  } else {
                    if (!pattern0.test(data0)) {
                      validate18.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/pattern", keyword: "pattern", params: { pattern: "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$" }, message: 'must match pattern "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$"' }];
                      return false;
                    }
                  }
                }
              } else {
                validate18.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
          }
        }
      }
    }
  }
  validate18.errors = vErrors;
  return errors === 0;
}
var serverRoomInfo = validate19;
var pattern7 = new RegExp("\\S", "u");
function validate19(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.room_id === void 0 && (missing0 = "room_id") || data.clients === void 0 && (missing0 = "clients")) {
        validate19.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "room_id" || key0 === "clients")) {
            validate19.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.room_id !== void 0) {
            let data0 = data.room_id;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === "string") {
                if (func2(data0) > 64) {
                  validate19.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                  return false;
                } else {
                  if (func2(data0) < 1) {
                    validate19.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  } else {
                    if (!pattern0.test(data0)) {
                      validate19.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/pattern", keyword: "pattern", params: { pattern: "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$" }, message: 'must match pattern "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$"' }];
                      return false;
                    }
                  }
                }
              } else {
                validate19.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.clients !== void 0) {
              let data1 = data.clients;
              const _errs4 = errors;
              if (errors === _errs4) {
                if (Array.isArray(data1)) {
                  if (data1.length > 1e5) {
                    validate19.errors = [{ instancePath: instancePath + "/clients", schemaPath: "#/properties/clients/maxItems", keyword: "maxItems", params: { limit: 1e5 }, message: "must NOT have more than 100000 items" }];
                    return false;
                  } else {
                    var valid1 = true;
                    const len0 = data1.length;
                    for (let i0 = 0; i0 < len0; i0++) {
                      let data2 = data1[i0];
                      const _errs6 = errors;
                      if (errors === _errs6) {
                        if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
                          let missing1;
                          if (data2.id === void 0 && (missing1 = "id") || data2.username === void 0 && (missing1 = "username")) {
                            validate19.errors = [{ instancePath: instancePath + "/clients/" + i0, schemaPath: "#/properties/clients/items/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
                            return false;
                          } else {
                            const _errs8 = errors;
                            for (const key1 in data2) {
                              if (!(key1 === "id" || key1 === "username")) {
                                validate19.errors = [{ instancePath: instancePath + "/clients/" + i0, schemaPath: "#/properties/clients/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" }];
                                return false;
                                break;
                              }
                            }
                            if (_errs8 === errors) {
                              if (data2.id !== void 0) {
                                let data3 = data2.id;
                                const _errs9 = errors;
                                if (errors === _errs9) {
                                  if (typeof data3 === "string") {
                                    if (func2(data3) > 64) {
                                      validate19.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/id", schemaPath: "#/properties/clients/items/properties/id/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                                      return false;
                                    } else {
                                      if (func2(data3) < 1) {
                                        validate19.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/id", schemaPath: "#/properties/clients/items/properties/id/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                        return false;
                                      }
                                    }
                                  } else {
                                    validate19.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/id", schemaPath: "#/properties/clients/items/properties/id/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                    return false;
                                  }
                                }
                                var valid2 = _errs9 === errors;
                              } else {
                                var valid2 = true;
                              }
                              if (valid2) {
                                if (data2.username !== void 0) {
                                  let data4 = data2.username;
                                  const _errs11 = errors;
                                  if (errors === _errs11) {
                                    if (typeof data4 === "string") {
                                      if (func2(data4) > 64) {
                                        validate19.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/username", schemaPath: "#/properties/clients/items/properties/username/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                                        return false;
                                      } else {
                                        if (func2(data4) < 1) {
                                          validate19.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/username", schemaPath: "#/properties/clients/items/properties/username/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                          return false;
                                        } else {
                                          if (!pattern7.test(data4)) {
                                            validate19.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/username", schemaPath: "#/properties/clients/items/properties/username/pattern", keyword: "pattern", params: { pattern: "\\S" }, message: 'must match pattern "\\S"' }];
                                            return false;
                                          }
                                        }
                                      }
                                    } else {
                                      validate19.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/username", schemaPath: "#/properties/clients/items/properties/username/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                      return false;
                                    }
                                  }
                                  var valid2 = _errs11 === errors;
                                } else {
                                  var valid2 = true;
                                }
                              }
                            }
                          }
                        } else {
                          validate19.errors = [{ instancePath: instancePath + "/clients/" + i0, schemaPath: "#/properties/clients/items/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                          return false;
                        }
                      }
                      var valid1 = _errs6 === errors;
                      if (!valid1) {
                        break;
                      }
                    }
                  }
                } else {
                  validate19.errors = [{ instancePath: instancePath + "/clients", schemaPath: "#/properties/clients/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate19.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate19.errors = vErrors;
  return errors === 0;
}
var serverClientJoined = validate20;
function validate20(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.room_id === void 0 && (missing0 = "room_id") || data.clients === void 0 && (missing0 = "clients")) {
        validate20.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "room_id" || key0 === "clients")) {
            validate20.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.room_id !== void 0) {
            let data0 = data.room_id;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === "string") {
                if (func2(data0) > 64) {
                  validate20.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                  return false;
                } else {
                  if (func2(data0) < 1) {
                    validate20.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  } else {
                    if (!pattern0.test(data0)) {
                      validate20.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/pattern", keyword: "pattern", params: { pattern: "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$" }, message: 'must match pattern "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$"' }];
                      return false;
                    }
                  }
                }
              } else {
                validate20.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.clients !== void 0) {
              let data1 = data.clients;
              const _errs4 = errors;
              if (errors === _errs4) {
                if (Array.isArray(data1)) {
                  if (data1.length > 1e5) {
                    validate20.errors = [{ instancePath: instancePath + "/clients", schemaPath: "#/properties/clients/maxItems", keyword: "maxItems", params: { limit: 1e5 }, message: "must NOT have more than 100000 items" }];
                    return false;
                  } else {
                    var valid1 = true;
                    const len0 = data1.length;
                    for (let i0 = 0; i0 < len0; i0++) {
                      let data2 = data1[i0];
                      const _errs6 = errors;
                      if (errors === _errs6) {
                        if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
                          let missing1;
                          if (data2.id === void 0 && (missing1 = "id") || data2.username === void 0 && (missing1 = "username")) {
                            validate20.errors = [{ instancePath: instancePath + "/clients/" + i0, schemaPath: "#/properties/clients/items/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
                            return false;
                          } else {
                            const _errs8 = errors;
                            for (const key1 in data2) {
                              if (!(key1 === "id" || key1 === "username")) {
                                validate20.errors = [{ instancePath: instancePath + "/clients/" + i0, schemaPath: "#/properties/clients/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" }];
                                return false;
                                break;
                              }
                            }
                            if (_errs8 === errors) {
                              if (data2.id !== void 0) {
                                let data3 = data2.id;
                                const _errs9 = errors;
                                if (errors === _errs9) {
                                  if (typeof data3 === "string") {
                                    if (func2(data3) > 64) {
                                      validate20.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/id", schemaPath: "#/properties/clients/items/properties/id/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                                      return false;
                                    } else {
                                      if (func2(data3) < 1) {
                                        validate20.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/id", schemaPath: "#/properties/clients/items/properties/id/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                        return false;
                                      }
                                    }
                                  } else {
                                    validate20.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/id", schemaPath: "#/properties/clients/items/properties/id/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                    return false;
                                  }
                                }
                                var valid2 = _errs9 === errors;
                              } else {
                                var valid2 = true;
                              }
                              if (valid2) {
                                if (data2.username !== void 0) {
                                  let data4 = data2.username;
                                  const _errs11 = errors;
                                  if (errors === _errs11) {
                                    if (typeof data4 === "string") {
                                      if (func2(data4) > 64) {
                                        validate20.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/username", schemaPath: "#/properties/clients/items/properties/username/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                                        return false;
                                      } else {
                                        if (func2(data4) < 1) {
                                          validate20.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/username", schemaPath: "#/properties/clients/items/properties/username/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                          return false;
                                        } else {
                                          if (!pattern7.test(data4)) {
                                            validate20.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/username", schemaPath: "#/properties/clients/items/properties/username/pattern", keyword: "pattern", params: { pattern: "\\S" }, message: 'must match pattern "\\S"' }];
                                            return false;
                                          }
                                        }
                                      }
                                    } else {
                                      validate20.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/username", schemaPath: "#/properties/clients/items/properties/username/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                      return false;
                                    }
                                  }
                                  var valid2 = _errs11 === errors;
                                } else {
                                  var valid2 = true;
                                }
                              }
                            }
                          }
                        } else {
                          validate20.errors = [{ instancePath: instancePath + "/clients/" + i0, schemaPath: "#/properties/clients/items/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                          return false;
                        }
                      }
                      var valid1 = _errs6 === errors;
                      if (!valid1) {
                        break;
                      }
                    }
                  }
                } else {
                  validate20.errors = [{ instancePath: instancePath + "/clients", schemaPath: "#/properties/clients/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate20.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate20.errors = vErrors;
  return errors === 0;
}
var serverClientUpdated = validate21;
function validate21(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.room_id === void 0 && (missing0 = "room_id") || data.clients === void 0 && (missing0 = "clients")) {
        validate21.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "room_id" || key0 === "clients")) {
            validate21.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.room_id !== void 0) {
            let data0 = data.room_id;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === "string") {
                if (func2(data0) > 64) {
                  validate21.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                  return false;
                } else {
                  if (func2(data0) < 1) {
                    validate21.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  } else {
                    if (!pattern0.test(data0)) {
                      validate21.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/pattern", keyword: "pattern", params: { pattern: "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$" }, message: 'must match pattern "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$"' }];
                      return false;
                    }
                  }
                }
              } else {
                validate21.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.clients !== void 0) {
              let data1 = data.clients;
              const _errs4 = errors;
              if (errors === _errs4) {
                if (Array.isArray(data1)) {
                  if (data1.length > 1e5) {
                    validate21.errors = [{ instancePath: instancePath + "/clients", schemaPath: "#/properties/clients/maxItems", keyword: "maxItems", params: { limit: 1e5 }, message: "must NOT have more than 100000 items" }];
                    return false;
                  } else {
                    var valid1 = true;
                    const len0 = data1.length;
                    for (let i0 = 0; i0 < len0; i0++) {
                      let data2 = data1[i0];
                      const _errs6 = errors;
                      if (errors === _errs6) {
                        if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
                          let missing1;
                          if (data2.id === void 0 && (missing1 = "id") || data2.username === void 0 && (missing1 = "username")) {
                            validate21.errors = [{ instancePath: instancePath + "/clients/" + i0, schemaPath: "#/properties/clients/items/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
                            return false;
                          } else {
                            const _errs8 = errors;
                            for (const key1 in data2) {
                              if (!(key1 === "id" || key1 === "username")) {
                                validate21.errors = [{ instancePath: instancePath + "/clients/" + i0, schemaPath: "#/properties/clients/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" }];
                                return false;
                                break;
                              }
                            }
                            if (_errs8 === errors) {
                              if (data2.id !== void 0) {
                                let data3 = data2.id;
                                const _errs9 = errors;
                                if (errors === _errs9) {
                                  if (typeof data3 === "string") {
                                    if (func2(data3) > 64) {
                                      validate21.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/id", schemaPath: "#/properties/clients/items/properties/id/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                                      return false;
                                    } else {
                                      if (func2(data3) < 1) {
                                        validate21.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/id", schemaPath: "#/properties/clients/items/properties/id/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                        return false;
                                      }
                                    }
                                  } else {
                                    validate21.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/id", schemaPath: "#/properties/clients/items/properties/id/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                    return false;
                                  }
                                }
                                var valid2 = _errs9 === errors;
                              } else {
                                var valid2 = true;
                              }
                              if (valid2) {
                                if (data2.username !== void 0) {
                                  let data4 = data2.username;
                                  const _errs11 = errors;
                                  if (errors === _errs11) {
                                    if (typeof data4 === "string") {
                                      if (func2(data4) > 64) {
                                        validate21.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/username", schemaPath: "#/properties/clients/items/properties/username/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                                        return false;
                                      } else {
                                        if (func2(data4) < 1) {
                                          validate21.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/username", schemaPath: "#/properties/clients/items/properties/username/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                          return false;
                                        } else {
                                          if (!pattern7.test(data4)) {
                                            validate21.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/username", schemaPath: "#/properties/clients/items/properties/username/pattern", keyword: "pattern", params: { pattern: "\\S" }, message: 'must match pattern "\\S"' }];
                                            return false;
                                          }
                                        }
                                      }
                                    } else {
                                      validate21.errors = [{ instancePath: instancePath + "/clients/" + i0 + "/username", schemaPath: "#/properties/clients/items/properties/username/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                      return false;
                                    }
                                  }
                                  var valid2 = _errs11 === errors;
                                } else {
                                  var valid2 = true;
                                }
                              }
                            }
                          }
                        } else {
                          validate21.errors = [{ instancePath: instancePath + "/clients/" + i0, schemaPath: "#/properties/clients/items/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                          return false;
                        }
                      }
                      var valid1 = _errs6 === errors;
                      if (!valid1) {
                        break;
                      }
                    }
                  }
                } else {
                  validate21.errors = [{ instancePath: instancePath + "/clients", schemaPath: "#/properties/clients/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate21.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate21.errors = vErrors;
  return errors === 0;
}
var serverClientLeft = validate22;
function validate22(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.room_id === void 0 && (missing0 = "room_id") || data.ids === void 0 && (missing0 = "ids")) {
        validate22.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "room_id" || key0 === "ids")) {
            validate22.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.room_id !== void 0) {
            let data0 = data.room_id;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === "string") {
                if (func2(data0) > 64) {
                  validate22.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                  return false;
                } else {
                  if (func2(data0) < 1) {
                    validate22.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  } else {
                    if (!pattern0.test(data0)) {
                      validate22.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/pattern", keyword: "pattern", params: { pattern: "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$" }, message: 'must match pattern "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$"' }];
                      return false;
                    }
                  }
                }
              } else {
                validate22.errors = [{ instancePath: instancePath + "/room_id", schemaPath: "#/properties/room_id/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.ids !== void 0) {
              let data1 = data.ids;
              const _errs4 = errors;
              if (errors === _errs4) {
                if (Array.isArray(data1)) {
                  if (data1.length > 1e5) {
                    validate22.errors = [{ instancePath: instancePath + "/ids", schemaPath: "#/properties/ids/maxItems", keyword: "maxItems", params: { limit: 1e5 }, message: "must NOT have more than 100000 items" }];
                    return false;
                  } else {
                    var valid1 = true;
                    const len0 = data1.length;
                    for (let i0 = 0; i0 < len0; i0++) {
                      let data2 = data1[i0];
                      const _errs6 = errors;
                      if (errors === _errs6) {
                        if (typeof data2 === "string") {
                          if (func2(data2) > 64) {
                            validate22.errors = [{ instancePath: instancePath + "/ids/" + i0, schemaPath: "#/properties/ids/items/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                            return false;
                          } else {
                            if (func2(data2) < 1) {
                              validate22.errors = [{ instancePath: instancePath + "/ids/" + i0, schemaPath: "#/properties/ids/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                              return false;
                            }
                          }
                        } else {
                          validate22.errors = [{ instancePath: instancePath + "/ids/" + i0, schemaPath: "#/properties/ids/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                          return false;
                        }
                      }
                      var valid1 = _errs6 === errors;
                      if (!valid1) {
                        break;
                      }
                    }
                  }
                } else {
                  validate22.errors = [{ instancePath: instancePath + "/ids", schemaPath: "#/properties/ids/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate22.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate22.errors = vErrors;
  return errors === 0;
}
var clientProfile = validate23;
function validate23(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.username === void 0 && (missing0 = "username")) {
        validate23.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "username")) {
            validate23.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.username !== void 0) {
            let data0 = data.username;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === "string") {
                if (func2(data0) > 64) {
                  validate23.errors = [{ instancePath: instancePath + "/username", schemaPath: "#/properties/username/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                  return false;
                } else {
                  if (func2(data0) < 1) {
                    validate23.errors = [{ instancePath: instancePath + "/username", schemaPath: "#/properties/username/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  } else {
                    if (!pattern7.test(data0)) {
                      validate23.errors = [{ instancePath: instancePath + "/username", schemaPath: "#/properties/username/pattern", keyword: "pattern", params: { pattern: "\\S" }, message: 'must match pattern "\\S"' }];
                      return false;
                    }
                  }
                }
              } else {
                validate23.errors = [{ instancePath: instancePath + "/username", schemaPath: "#/properties/username/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
          }
        }
      }
    } else {
      validate23.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate23.errors = vErrors;
  return errors === 0;
}
var clientGetIceServers = validate24;
var schema25 = { "type": ["null", "string"], "maxLength": 0 };
function validate24(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data !== null && typeof data !== "string") {
    validate24.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: schema25.type }, message: "must be null,string" }];
    return false;
  }
  if (errors === 0) {
    if (typeof data === "string") {
      if (func2(data) > 0) {
        validate24.errors = [{ instancePath, schemaPath: "#/maxLength", keyword: "maxLength", params: { limit: 0 }, message: "must NOT have more than 0 characters" }];
        return false;
      }
    }
  }
  validate24.errors = vErrors;
  return errors === 0;
}
var serverIceServers = validate25;
function validate25(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (Array.isArray(data)) {
      if (data.length > 16) {
        validate25.errors = [{ instancePath, schemaPath: "#/maxItems", keyword: "maxItems", params: { limit: 16 }, message: "must NOT have more than 16 items" }];
        return false;
      } else {
        var valid0 = true;
        const len0 = data.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data0 = data[i0];
          const _errs1 = errors;
          if (errors === _errs1) {
            if (data0 && typeof data0 == "object" && !Array.isArray(data0)) {
              let missing0;
              if (data0.urls === void 0 && (missing0 = "urls")) {
                validate25.errors = [{ instancePath: instancePath + "/" + i0, schemaPath: "#/items/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
                return false;
              } else {
                const _errs3 = errors;
                for (const key0 in data0) {
                  if (!(key0 === "urls" || key0 === "username" || key0 === "credential")) {
                    validate25.errors = [{ instancePath: instancePath + "/" + i0, schemaPath: "#/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
                    return false;
                    break;
                  }
                }
                if (_errs3 === errors) {
                  if (data0.urls !== void 0) {
                    let data1 = data0.urls;
                    const _errs4 = errors;
                    if (errors === _errs4) {
                      if (Array.isArray(data1)) {
                        if (data1.length > 16) {
                          validate25.errors = [{ instancePath: instancePath + "/" + i0 + "/urls", schemaPath: "#/items/properties/urls/maxItems", keyword: "maxItems", params: { limit: 16 }, message: "must NOT have more than 16 items" }];
                          return false;
                        } else {
                          if (data1.length < 1) {
                            validate25.errors = [{ instancePath: instancePath + "/" + i0 + "/urls", schemaPath: "#/items/properties/urls/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" }];
                            return false;
                          } else {
                            var valid2 = true;
                            const len1 = data1.length;
                            for (let i1 = 0; i1 < len1; i1++) {
                              let data2 = data1[i1];
                              const _errs6 = errors;
                              if (errors === _errs6) {
                                if (typeof data2 === "string") {
                                  if (func2(data2) > 512) {
                                    validate25.errors = [{ instancePath: instancePath + "/" + i0 + "/urls/" + i1, schemaPath: "#/items/properties/urls/items/maxLength", keyword: "maxLength", params: { limit: 512 }, message: "must NOT have more than 512 characters" }];
                                    return false;
                                  } else {
                                    if (func2(data2) < 1) {
                                      validate25.errors = [{ instancePath: instancePath + "/" + i0 + "/urls/" + i1, schemaPath: "#/items/properties/urls/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                      return false;
                                    }
                                  }
                                } else {
                                  validate25.errors = [{ instancePath: instancePath + "/" + i0 + "/urls/" + i1, schemaPath: "#/items/properties/urls/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                  return false;
                                }
                              }
                              var valid2 = _errs6 === errors;
                              if (!valid2) {
                                break;
                              }
                            }
                          }
                        }
                      } else {
                        validate25.errors = [{ instancePath: instancePath + "/" + i0 + "/urls", schemaPath: "#/items/properties/urls/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                        return false;
                      }
                    }
                    var valid1 = _errs4 === errors;
                  } else {
                    var valid1 = true;
                  }
                  if (valid1) {
                    if (data0.username !== void 0) {
                      let data3 = data0.username;
                      const _errs8 = errors;
                      if (errors === _errs8) {
                        if (typeof data3 === "string") {
                          if (func2(data3) > 128) {
                            validate25.errors = [{ instancePath: instancePath + "/" + i0 + "/username", schemaPath: "#/items/properties/username/maxLength", keyword: "maxLength", params: { limit: 128 }, message: "must NOT have more than 128 characters" }];
                            return false;
                          }
                        } else {
                          validate25.errors = [{ instancePath: instancePath + "/" + i0 + "/username", schemaPath: "#/items/properties/username/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                          return false;
                        }
                      }
                      var valid1 = _errs8 === errors;
                    } else {
                      var valid1 = true;
                    }
                    if (valid1) {
                      if (data0.credential !== void 0) {
                        let data4 = data0.credential;
                        const _errs10 = errors;
                        if (errors === _errs10) {
                          if (typeof data4 === "string") {
                            if (func2(data4) > 128) {
                              validate25.errors = [{ instancePath: instancePath + "/" + i0 + "/credential", schemaPath: "#/items/properties/credential/maxLength", keyword: "maxLength", params: { limit: 128 }, message: "must NOT have more than 128 characters" }];
                              return false;
                            }
                          } else {
                            validate25.errors = [{ instancePath: instancePath + "/" + i0 + "/credential", schemaPath: "#/items/properties/credential/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                            return false;
                          }
                        }
                        var valid1 = _errs10 === errors;
                      } else {
                        var valid1 = true;
                      }
                    }
                  }
                }
              }
            } else {
              validate25.errors = [{ instancePath: instancePath + "/" + i0, schemaPath: "#/items/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
          if (!valid0) {
            break;
          }
        }
      }
    } else {
      validate25.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
      return false;
    }
  }
  validate25.errors = vErrors;
  return errors === 0;
}
var clientOffer = validate26;
var schema27 = { "type": ["object", "string"], "minLength": 1, "maxLength": 61440, "required": ["type", "sdp"], "additionalProperties": false, "properties": { "type": { "const": "offer" }, "sdp": { "type": "string", "minLength": 1, "maxLength": 61440 }, "attempt": { "type": "integer", "minimum": 1, "maximum": 9007199254740991 } } };
function validate26(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (!(data && typeof data == "object" && !Array.isArray(data)) && typeof data !== "string") {
    validate26.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: schema27.type }, message: "must be object,string" }];
    return false;
  }
  if (errors === 0) {
    if (typeof data === "string") {
      if (func2(data) > 61440) {
        validate26.errors = [{ instancePath, schemaPath: "#/maxLength", keyword: "maxLength", params: { limit: 61440 }, message: "must NOT have more than 61440 characters" }];
        return false;
      } else {
        if (func2(data) < 1) {
          validate26.errors = [{ instancePath, schemaPath: "#/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
          return false;
        }
      }
    }
    if (errors === 0) {
      if (data && typeof data == "object" && !Array.isArray(data)) {
        let missing0;
        if (data.type === void 0 && (missing0 = "type") || data.sdp === void 0 && (missing0 = "sdp")) {
          validate26.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
          return false;
        } else {
          const _errs1 = errors;
          for (const key0 in data) {
            if (!(key0 === "type" || key0 === "sdp" || key0 === "attempt")) {
              validate26.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
              return false;
              break;
            }
          }
          if (_errs1 === errors) {
            if (data.type !== void 0) {
              const _errs2 = errors;
              if ("offer" !== data.type) {
                validate26.errors = [{ instancePath: instancePath + "/type", schemaPath: "#/properties/type/const", keyword: "const", params: { allowedValue: "offer" }, message: "must be equal to constant" }];
                return false;
              }
              var valid0 = _errs2 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.sdp !== void 0) {
                let data1 = data.sdp;
                const _errs3 = errors;
                if (errors === _errs3) {
                  if (typeof data1 === "string") {
                    if (func2(data1) > 61440) {
                      validate26.errors = [{ instancePath: instancePath + "/sdp", schemaPath: "#/properties/sdp/maxLength", keyword: "maxLength", params: { limit: 61440 }, message: "must NOT have more than 61440 characters" }];
                      return false;
                    } else {
                      if (func2(data1) < 1) {
                        validate26.errors = [{ instancePath: instancePath + "/sdp", schemaPath: "#/properties/sdp/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                        return false;
                      }
                    }
                  } else {
                    validate26.errors = [{ instancePath: instancePath + "/sdp", schemaPath: "#/properties/sdp/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs3 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.attempt !== void 0) {
                  let data2 = data.attempt;
                  const _errs5 = errors;
                  if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2)) && isFinite(data2))) {
                    validate26.errors = [{ instancePath: instancePath + "/attempt", schemaPath: "#/properties/attempt/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                    return false;
                  }
                  if (errors === _errs5) {
                    if (typeof data2 == "number" && isFinite(data2)) {
                      if (data2 > 9007199254740991 || isNaN(data2)) {
                        validate26.errors = [{ instancePath: instancePath + "/attempt", schemaPath: "#/properties/attempt/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                        return false;
                      } else {
                        if (data2 < 1 || isNaN(data2)) {
                          validate26.errors = [{ instancePath: instancePath + "/attempt", schemaPath: "#/properties/attempt/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                          return false;
                        }
                      }
                    }
                  }
                  var valid0 = _errs5 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    }
  }
  validate26.errors = vErrors;
  return errors === 0;
}
var clientAnswer = validate27;
var schema28 = { "type": ["object", "string"], "minLength": 1, "maxLength": 61440, "required": ["type", "sdp"], "additionalProperties": false, "properties": { "type": { "const": "answer" }, "sdp": { "type": "string", "minLength": 1, "maxLength": 61440 }, "attempt": { "type": "integer", "minimum": 1, "maximum": 9007199254740991 } } };
function validate27(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (!(data && typeof data == "object" && !Array.isArray(data)) && typeof data !== "string") {
    validate27.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: schema28.type }, message: "must be object,string" }];
    return false;
  }
  if (errors === 0) {
    if (typeof data === "string") {
      if (func2(data) > 61440) {
        validate27.errors = [{ instancePath, schemaPath: "#/maxLength", keyword: "maxLength", params: { limit: 61440 }, message: "must NOT have more than 61440 characters" }];
        return false;
      } else {
        if (func2(data) < 1) {
          validate27.errors = [{ instancePath, schemaPath: "#/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
          return false;
        }
      }
    }
    if (errors === 0) {
      if (data && typeof data == "object" && !Array.isArray(data)) {
        let missing0;
        if (data.type === void 0 && (missing0 = "type") || data.sdp === void 0 && (missing0 = "sdp")) {
          validate27.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
          return false;
        } else {
          const _errs1 = errors;
          for (const key0 in data) {
            if (!(key0 === "type" || key0 === "sdp" || key0 === "attempt")) {
              validate27.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
              return false;
              break;
            }
          }
          if (_errs1 === errors) {
            if (data.type !== void 0) {
              const _errs2 = errors;
              if ("answer" !== data.type) {
                validate27.errors = [{ instancePath: instancePath + "/type", schemaPath: "#/properties/type/const", keyword: "const", params: { allowedValue: "answer" }, message: "must be equal to constant" }];
                return false;
              }
              var valid0 = _errs2 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.sdp !== void 0) {
                let data1 = data.sdp;
                const _errs3 = errors;
                if (errors === _errs3) {
                  if (typeof data1 === "string") {
                    if (func2(data1) > 61440) {
                      validate27.errors = [{ instancePath: instancePath + "/sdp", schemaPath: "#/properties/sdp/maxLength", keyword: "maxLength", params: { limit: 61440 }, message: "must NOT have more than 61440 characters" }];
                      return false;
                    } else {
                      if (func2(data1) < 1) {
                        validate27.errors = [{ instancePath: instancePath + "/sdp", schemaPath: "#/properties/sdp/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                        return false;
                      }
                    }
                  } else {
                    validate27.errors = [{ instancePath: instancePath + "/sdp", schemaPath: "#/properties/sdp/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs3 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.attempt !== void 0) {
                  let data2 = data.attempt;
                  const _errs5 = errors;
                  if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2)) && isFinite(data2))) {
                    validate27.errors = [{ instancePath: instancePath + "/attempt", schemaPath: "#/properties/attempt/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                    return false;
                  }
                  if (errors === _errs5) {
                    if (typeof data2 == "number" && isFinite(data2)) {
                      if (data2 > 9007199254740991 || isNaN(data2)) {
                        validate27.errors = [{ instancePath: instancePath + "/attempt", schemaPath: "#/properties/attempt/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                        return false;
                      } else {
                        if (data2 < 1 || isNaN(data2)) {
                          validate27.errors = [{ instancePath: instancePath + "/attempt", schemaPath: "#/properties/attempt/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                          return false;
                        }
                      }
                    }
                  }
                  var valid0 = _errs5 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    }
  }
  validate27.errors = vErrors;
  return errors === 0;
}
var clientIcecandidate = validate28;
var schema29 = { "type": "object", "required": ["candidate"], "additionalProperties": false, "properties": { "candidate": { "type": "string", "maxLength": 1024 }, "sdpMid": { "type": ["string", "null"], "maxLength": 64 }, "sdpMLineIndex": { "type": ["integer", "null"], "minimum": 0, "maximum": 65535 }, "usernameFragment": { "type": ["string", "null"], "maxLength": 256 }, "attempt": { "type": "integer", "minimum": 1, "maximum": 9007199254740991 } } };
function validate28(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.candidate === void 0 && (missing0 = "candidate")) {
        validate28.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "candidate" || key0 === "sdpMid" || key0 === "sdpMLineIndex" || key0 === "usernameFragment" || key0 === "attempt")) {
            validate28.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.candidate !== void 0) {
            let data0 = data.candidate;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === "string") {
                if (func2(data0) > 1024) {
                  validate28.errors = [{ instancePath: instancePath + "/candidate", schemaPath: "#/properties/candidate/maxLength", keyword: "maxLength", params: { limit: 1024 }, message: "must NOT have more than 1024 characters" }];
                  return false;
                }
              } else {
                validate28.errors = [{ instancePath: instancePath + "/candidate", schemaPath: "#/properties/candidate/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.sdpMid !== void 0) {
              let data1 = data.sdpMid;
              const _errs4 = errors;
              if (typeof data1 !== "string" && data1 !== null) {
                validate28.errors = [{ instancePath: instancePath + "/sdpMid", schemaPath: "#/properties/sdpMid/type", keyword: "type", params: { type: schema29.properties.sdpMid.type }, message: "must be string,null" }];
                return false;
              }
              if (errors === _errs4) {
                if (typeof data1 === "string") {
                  if (func2(data1) > 64) {
                    validate28.errors = [{ instancePath: instancePath + "/sdpMid", schemaPath: "#/properties/sdpMid/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                    return false;
                  }
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.sdpMLineIndex !== void 0) {
                let data2 = data.sdpMLineIndex;
                const _errs6 = errors;
                if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2)) && isFinite(data2)) && data2 !== null) {
                  validate28.errors = [{ instancePath: instancePath + "/sdpMLineIndex", schemaPath: "#/properties/sdpMLineIndex/type", keyword: "type", params: { type: schema29.properties.sdpMLineIndex.type }, message: "must be integer,null" }];
                  return false;
                }
                if (errors === _errs6) {
                  if (typeof data2 == "number" && isFinite(data2)) {
                    if (data2 > 65535 || isNaN(data2)) {
                      validate28.errors = [{ instancePath: instancePath + "/sdpMLineIndex", schemaPath: "#/properties/sdpMLineIndex/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535" }];
                      return false;
                    } else {
                      if (data2 < 0 || isNaN(data2)) {
                        validate28.errors = [{ instancePath: instancePath + "/sdpMLineIndex", schemaPath: "#/properties/sdpMLineIndex/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                        return false;
                      }
                    }
                  }
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.usernameFragment !== void 0) {
                  let data3 = data.usernameFragment;
                  const _errs8 = errors;
                  if (typeof data3 !== "string" && data3 !== null) {
                    validate28.errors = [{ instancePath: instancePath + "/usernameFragment", schemaPath: "#/properties/usernameFragment/type", keyword: "type", params: { type: schema29.properties.usernameFragment.type }, message: "must be string,null" }];
                    return false;
                  }
                  if (errors === _errs8) {
                    if (typeof data3 === "string") {
                      if (func2(data3) > 256) {
                        validate28.errors = [{ instancePath: instancePath + "/usernameFragment", schemaPath: "#/properties/usernameFragment/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters" }];
                        return false;
                      }
                    }
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.attempt !== void 0) {
                    let data4 = data.attempt;
                    const _errs10 = errors;
                    if (!(typeof data4 == "number" && (!(data4 % 1) && !isNaN(data4)) && isFinite(data4))) {
                      validate28.errors = [{ instancePath: instancePath + "/attempt", schemaPath: "#/properties/attempt/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                      return false;
                    }
                    if (errors === _errs10) {
                      if (typeof data4 == "number" && isFinite(data4)) {
                        if (data4 > 9007199254740991 || isNaN(data4)) {
                          validate28.errors = [{ instancePath: instancePath + "/attempt", schemaPath: "#/properties/attempt/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                          return false;
                        } else {
                          if (data4 < 1 || isNaN(data4)) {
                            validate28.errors = [{ instancePath: instancePath + "/attempt", schemaPath: "#/properties/attempt/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                            return false;
                          }
                        }
                      }
                    }
                    var valid0 = _errs10 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate28.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate28.errors = vErrors;
  return errors === 0;
}
var clientRenegotiate = validate29;
var schema30 = { "type": "object", "required": ["reason"], "additionalProperties": false, "properties": { "reason": { "enum": ["tracks", "restart"] }, "kind": { "enum": ["audio", "video"] }, "attempt": { "type": "integer", "minimum": 1, "maximum": 9007199254740991 } } };
function validate29(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.reason === void 0 && (missing0 = "reason")) {
        validate29.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "reason" || key0 === "kind" || key0 === "attempt")) {
            validate29.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.reason !== void 0) {
            let data0 = data.reason;
            const _errs2 = errors;
            if (!(data0 === "tracks" || data0 === "restart")) {
              validate29.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/enum", keyword: "enum", params: { allowedValues: schema30.properties.reason.enum }, message: "must be equal to one of the allowed values" }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.kind !== void 0) {
              let data1 = data.kind;
              const _errs3 = errors;
              if (!(data1 === "audio" || data1 === "video")) {
                validate29.errors = [{ instancePath: instancePath + "/kind", schemaPath: "#/properties/kind/enum", keyword: "enum", params: { allowedValues: schema30.properties.kind.enum }, message: "must be equal to one of the allowed values" }];
                return false;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.attempt !== void 0) {
                let data2 = data.attempt;
                const _errs4 = errors;
                if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2)) && isFinite(data2))) {
                  validate29.errors = [{ instancePath: instancePath + "/attempt", schemaPath: "#/properties/attempt/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                  return false;
                }
                if (errors === _errs4) {
                  if (typeof data2 == "number" && isFinite(data2)) {
                    if (data2 > 9007199254740991 || isNaN(data2)) {
                      validate29.errors = [{ instancePath: instancePath + "/attempt", schemaPath: "#/properties/attempt/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                      return false;
                    } else {
                      if (data2 < 1 || isNaN(data2)) {
                        validate29.errors = [{ instancePath: instancePath + "/attempt", schemaPath: "#/properties/attempt/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                        return false;
                      }
                    }
                  }
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate29.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate29.errors = vErrors;
  return errors === 0;
}
var clientGreeting = validate30;
function validate30(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (typeof data === "string") {
      if (func2(data) > 1024) {
        validate30.errors = [{ instancePath, schemaPath: "#/maxLength", keyword: "maxLength", params: { limit: 1024 }, message: "must NOT have more than 1024 characters" }];
        return false;
      }
    } else {
      validate30.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
      return false;
    }
  }
  validate30.errors = vErrors;
  return errors === 0;
}
var clientBye = validate31;
var schema32 = { "type": ["null", "string", "number"], "maxLength": 1024 };
function validate31(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data !== null && typeof data !== "string" && !(typeof data == "number" && isFinite(data))) {
    validate31.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: schema32.type }, message: "must be null,string,number" }];
    return false;
  }
  if (errors === 0) {
    if (typeof data === "string") {
      if (func2(data) > 1024) {
        validate31.errors = [{ instancePath, schemaPath: "#/maxLength", keyword: "maxLength", params: { limit: 1024 }, message: "must NOT have more than 1024 characters" }];
        return false;
      }
    }
  }
  validate31.errors = vErrors;
  return errors === 0;
}
var serverError = validate32;
var schema33 = { "type": "object", "required": ["code", "message"], "additionalProperties": false, "properties": { "code": { "enum": ["bad-json", "bad-envelope", "unknown-type", "bad-data", "unknown-receiver", "not-in-room", "forbidden", "not-found", "conflict", "full", "rate-limited", "too-large", "login-required", "ticket-expired", "ticket-invalid", "unavailable", "internal"] }, "message": { "type": "string", "maxLength": 1024 }, "of": { "type": "string", "maxLength": 64 }, "pointer": { "type": "string", "maxLength": 512 }, "expected": { "type": "string", "maxLength": 512 }, "retry_after_ms": { "type": "integer", "minimum": 0 } } };
function validate32(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.code === void 0 && (missing0 = "code") || data.message === void 0 && (missing0 = "message")) {
        validate32.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "code" || key0 === "message" || key0 === "of" || key0 === "pointer" || key0 === "expected" || key0 === "retry_after_ms")) {
            validate32.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.code !== void 0) {
            let data0 = data.code;
            const _errs2 = errors;
            if (!(data0 === "bad-json" || data0 === "bad-envelope" || data0 === "unknown-type" || data0 === "bad-data" || data0 === "unknown-receiver" || data0 === "not-in-room" || data0 === "forbidden" || data0 === "not-found" || data0 === "conflict" || data0 === "full" || data0 === "rate-limited" || data0 === "too-large" || data0 === "login-required" || data0 === "ticket-expired" || data0 === "ticket-invalid" || data0 === "unavailable" || data0 === "internal")) {
              validate32.errors = [{ instancePath: instancePath + "/code", schemaPath: "#/properties/code/enum", keyword: "enum", params: { allowedValues: schema33.properties.code.enum }, message: "must be equal to one of the allowed values" }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.message !== void 0) {
              let data1 = data.message;
              const _errs3 = errors;
              if (errors === _errs3) {
                if (typeof data1 === "string") {
                  if (func2(data1) > 1024) {
                    validate32.errors = [{ instancePath: instancePath + "/message", schemaPath: "#/properties/message/maxLength", keyword: "maxLength", params: { limit: 1024 }, message: "must NOT have more than 1024 characters" }];
                    return false;
                  }
                } else {
                  validate32.errors = [{ instancePath: instancePath + "/message", schemaPath: "#/properties/message/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.of !== void 0) {
                let data2 = data.of;
                const _errs5 = errors;
                if (errors === _errs5) {
                  if (typeof data2 === "string") {
                    if (func2(data2) > 64) {
                      validate32.errors = [{ instancePath: instancePath + "/of", schemaPath: "#/properties/of/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" }];
                      return false;
                    }
                  } else {
                    validate32.errors = [{ instancePath: instancePath + "/of", schemaPath: "#/properties/of/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.pointer !== void 0) {
                  let data3 = data.pointer;
                  const _errs7 = errors;
                  if (errors === _errs7) {
                    if (typeof data3 === "string") {
                      if (func2(data3) > 512) {
                        validate32.errors = [{ instancePath: instancePath + "/pointer", schemaPath: "#/properties/pointer/maxLength", keyword: "maxLength", params: { limit: 512 }, message: "must NOT have more than 512 characters" }];
                        return false;
                      }
                    } else {
                      validate32.errors = [{ instancePath: instancePath + "/pointer", schemaPath: "#/properties/pointer/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.expected !== void 0) {
                    let data4 = data.expected;
                    const _errs9 = errors;
                    if (errors === _errs9) {
                      if (typeof data4 === "string") {
                        if (func2(data4) > 512) {
                          validate32.errors = [{ instancePath: instancePath + "/expected", schemaPath: "#/properties/expected/maxLength", keyword: "maxLength", params: { limit: 512 }, message: "must NOT have more than 512 characters" }];
                          return false;
                        }
                      } else {
                        validate32.errors = [{ instancePath: instancePath + "/expected", schemaPath: "#/properties/expected/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                        return false;
                      }
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.retry_after_ms !== void 0) {
                      let data5 = data.retry_after_ms;
                      const _errs11 = errors;
                      if (!(typeof data5 == "number" && (!(data5 % 1) && !isNaN(data5)) && isFinite(data5))) {
                        validate32.errors = [{ instancePath: instancePath + "/retry_after_ms", schemaPath: "#/properties/retry_after_ms/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                        return false;
                      }
                      if (errors === _errs11) {
                        if (typeof data5 == "number" && isFinite(data5)) {
                          if (data5 < 0 || isNaN(data5)) {
                            validate32.errors = [{ instancePath: instancePath + "/retry_after_ms", schemaPath: "#/properties/retry_after_ms/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                            return false;
                          }
                        }
                      }
                      var valid0 = _errs11 === errors;
                    } else {
                      var valid0 = true;
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate32.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate32.errors = vErrors;
  return errors === 0;
}
export {
  clientAnswer,
  clientBye,
  clientGetIceServers,
  clientGetRoomInfo,
  clientGreeting,
  clientIcecandidate,
  clientOffer,
  clientPing,
  clientPong,
  clientProfile,
  clientRenegotiate,
  clientText,
  envelope,
  options,
  roomId,
  serverAccepted,
  serverClientJoined,
  serverClientLeft,
  serverClientUpdated,
  serverError,
  serverIceServers,
  serverRoomInfo,
  serverWelcome
};
