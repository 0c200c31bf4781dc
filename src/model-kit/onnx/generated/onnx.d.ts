import * as $protobuf from "protobufjs/minimal.js";
import type { Long } from "./long.d.ts";

/** Namespace onnx. */
export namespace onnx {

    /**
     * Properties of a StringStringEntry.
     * @deprecated Use onnx.StringStringEntry.$Properties instead.
     */
    interface IStringStringEntry extends onnx.StringStringEntry.$Properties {
    }

    /** Represents a StringStringEntry. */
    class StringStringEntry {

        /**
         * Constructs a new StringStringEntry.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.StringStringEntry.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** StringStringEntry key. */
        key: string;

        /** StringStringEntry value. */
        value: Uint8Array;

        /**
         * Encodes the specified StringStringEntry message. Does not implicitly {@link onnx.StringStringEntry.verify|verify} messages.
         * @param message StringStringEntry message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.StringStringEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StringStringEntry message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.StringStringEntry & onnx.StringStringEntry.$Shape} StringStringEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.StringStringEntry & onnx.StringStringEntry.$Shape;
    }

    namespace StringStringEntry {

        /** Properties of a StringStringEntry. */
        interface $Properties {

            /** StringStringEntry key */
            key?: (string|null);

            /** StringStringEntry value */
            value?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StringStringEntry. */
        type $Shape = onnx.StringStringEntry.$Properties;
    }

    /**
     * Properties of an OperatorSetId.
     * @deprecated Use onnx.OperatorSetId.$Properties instead.
     */
    interface IOperatorSetId extends onnx.OperatorSetId.$Properties {
    }

    /** Represents an OperatorSetId. */
    class OperatorSetId {

        /**
         * Constructs a new OperatorSetId.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.OperatorSetId.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** OperatorSetId domain. */
        domain: string;

        /** OperatorSetId version. */
        version: (number|Long);

        /**
         * Encodes the specified OperatorSetId message. Does not implicitly {@link onnx.OperatorSetId.verify|verify} messages.
         * @param message OperatorSetId message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.OperatorSetId.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an OperatorSetId message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.OperatorSetId & onnx.OperatorSetId.$Shape} OperatorSetId
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.OperatorSetId & onnx.OperatorSetId.$Shape;
    }

    namespace OperatorSetId {

        /** Properties of an OperatorSetId. */
        interface $Properties {

            /** OperatorSetId domain */
            domain?: (string|null);

            /** OperatorSetId version */
            version?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an OperatorSetId. */
        type $Shape = onnx.OperatorSetId.$Properties;
    }

    /**
     * Properties of a Tensor.
     * @deprecated Use onnx.Tensor.$Properties instead.
     */
    interface ITensor extends onnx.Tensor.$Properties {
    }

    /** Represents a Tensor. */
    class Tensor {

        /**
         * Constructs a new Tensor.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.Tensor.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Tensor dims. */
        dims: (number|Long)[];

        /** Tensor dataType. */
        dataType: number;

        /** Tensor floatData. */
        floatData: Uint8Array;

        /** Tensor int32Data. */
        int32Data: Uint8Array;

        /** Tensor stringData. */
        stringData: Uint8Array[];

        /** Tensor int64Data. */
        int64Data: Uint8Array;

        /** Tensor name. */
        name: string;

        /** Tensor rawData. */
        rawData: Uint8Array;

        /** Tensor doubleData. */
        doubleData: Uint8Array;

        /** Tensor uint64Data. */
        uint64Data: Uint8Array;

        /** Tensor docString. */
        docString: Uint8Array;

        /** Tensor externalData. */
        externalData: onnx.StringStringEntry.$Properties[];

        /** Tensor dataLocation. */
        dataLocation: number;

        /**
         * Encodes the specified Tensor message. Does not implicitly {@link onnx.Tensor.verify|verify} messages.
         * @param message Tensor message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.Tensor.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Tensor message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.Tensor & onnx.Tensor.$Shape} Tensor
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.Tensor & onnx.Tensor.$Shape;
    }

    namespace Tensor {

        /** Properties of a Tensor. */
        interface $Properties {

            /** Tensor dims */
            dims?: ((number|Long)[]|null);

            /** Tensor dataType */
            dataType?: (number|null);

            /** Tensor floatData */
            floatData?: (Uint8Array|null);

            /** Tensor int32Data */
            int32Data?: (Uint8Array|null);

            /** Tensor stringData */
            stringData?: (Uint8Array[]|null);

            /** Tensor int64Data */
            int64Data?: (Uint8Array|null);

            /** Tensor name */
            name?: (string|null);

            /** Tensor rawData */
            rawData?: (Uint8Array|null);

            /** Tensor doubleData */
            doubleData?: (Uint8Array|null);

            /** Tensor uint64Data */
            uint64Data?: (Uint8Array|null);

            /** Tensor docString */
            docString?: (Uint8Array|null);

            /** Tensor externalData */
            externalData?: (onnx.StringStringEntry.$Properties[]|null);

            /** Tensor dataLocation */
            dataLocation?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Tensor. */
        type $Shape = onnx.Tensor.$Properties;
    }

    /**
     * Properties of a SparseTensor.
     * @deprecated Use onnx.SparseTensor.$Properties instead.
     */
    interface ISparseTensor extends onnx.SparseTensor.$Properties {
    }

    /** Represents a SparseTensor. */
    class SparseTensor {

        /**
         * Constructs a new SparseTensor.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.SparseTensor.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SparseTensor values. */
        values?: (onnx.Tensor.$Properties|null);

        /** SparseTensor indices. */
        indices?: (onnx.Tensor.$Properties|null);

        /** SparseTensor dims. */
        dims: (number|Long)[];

        /**
         * Encodes the specified SparseTensor message. Does not implicitly {@link onnx.SparseTensor.verify|verify} messages.
         * @param message SparseTensor message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.SparseTensor.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SparseTensor message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.SparseTensor & onnx.SparseTensor.$Shape} SparseTensor
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.SparseTensor & onnx.SparseTensor.$Shape;
    }

    namespace SparseTensor {

        /** Properties of a SparseTensor. */
        interface $Properties {

            /** SparseTensor values */
            values?: (onnx.Tensor.$Properties|null);

            /** SparseTensor indices */
            indices?: (onnx.Tensor.$Properties|null);

            /** SparseTensor dims */
            dims?: ((number|Long)[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SparseTensor. */
        type $Shape = onnx.SparseTensor.$Properties;
    }

    /**
     * Properties of an Attribute.
     * @deprecated Use onnx.Attribute.$Properties instead.
     */
    interface IAttribute extends onnx.Attribute.$Properties {
    }

    /** Represents an Attribute. */
    class Attribute {

        /**
         * Constructs a new Attribute.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.Attribute.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Attribute name. */
        name: string;

        /** Attribute f. */
        f: number;

        /** Attribute i. */
        i: (number|Long);

        /** Attribute s. */
        s: Uint8Array;

        /** Attribute t. */
        t?: (onnx.Tensor.$Properties|null);

        /** Attribute g. */
        g: Uint8Array;

        /** Attribute floats. */
        floats: number[];

        /** Attribute ints. */
        ints: (number|Long)[];

        /** Attribute strings. */
        strings: Uint8Array[];

        /** Attribute tensors. */
        tensors: onnx.Tensor.$Properties[];

        /** Attribute graphs. */
        graphs: Uint8Array[];

        /** Attribute docString. */
        docString: Uint8Array;

        /** Attribute type. */
        type: number;

        /** Attribute refAttrName. */
        refAttrName: string;

        /** Attribute sparseTensor. */
        sparseTensor?: (onnx.SparseTensor.$Properties|null);

        /**
         * Encodes the specified Attribute message. Does not implicitly {@link onnx.Attribute.verify|verify} messages.
         * @param message Attribute message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.Attribute.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Attribute message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.Attribute & onnx.Attribute.$Shape} Attribute
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.Attribute & onnx.Attribute.$Shape;
    }

    namespace Attribute {

        /** Properties of an Attribute. */
        interface $Properties {

            /** Attribute name */
            name?: (string|null);

            /** Attribute f */
            f?: (number|null);

            /** Attribute i */
            i?: (number|Long|null);

            /** Attribute s */
            s?: (Uint8Array|null);

            /** Attribute t */
            t?: (onnx.Tensor.$Properties|null);

            /** Attribute g */
            g?: (Uint8Array|null);

            /** Attribute floats */
            floats?: (number[]|null);

            /** Attribute ints */
            ints?: ((number|Long)[]|null);

            /** Attribute strings */
            strings?: (Uint8Array[]|null);

            /** Attribute tensors */
            tensors?: (onnx.Tensor.$Properties[]|null);

            /** Attribute graphs */
            graphs?: (Uint8Array[]|null);

            /** Attribute docString */
            docString?: (Uint8Array|null);

            /** Attribute type */
            type?: (number|null);

            /** Attribute refAttrName */
            refAttrName?: (string|null);

            /** Attribute sparseTensor */
            sparseTensor?: (onnx.SparseTensor.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Attribute. */
        type $Shape = onnx.Attribute.$Properties;
    }

    /**
     * Properties of a Dimension.
     * @deprecated Use onnx.Dimension.$Properties instead.
     */
    interface IDimension extends onnx.Dimension.$Properties {
    }

    /** Represents a Dimension. */
    class Dimension {

        /**
         * Constructs a new Dimension.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.Dimension.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Dimension dimValue. */
        dimValue: (number|Long);

        /** Dimension dimParam. */
        dimParam: string;

        /**
         * Encodes the specified Dimension message. Does not implicitly {@link onnx.Dimension.verify|verify} messages.
         * @param message Dimension message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.Dimension.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Dimension message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.Dimension & onnx.Dimension.$Shape} Dimension
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.Dimension & onnx.Dimension.$Shape;
    }

    namespace Dimension {

        /** Properties of a Dimension. */
        interface $Properties {

            /** Dimension dimValue */
            dimValue?: (number|Long|null);

            /** Dimension dimParam */
            dimParam?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Dimension. */
        type $Shape = onnx.Dimension.$Properties;
    }

    /**
     * Properties of a Shape.
     * @deprecated Use onnx.Shape.$Properties instead.
     */
    interface IShape extends onnx.Shape.$Properties {
    }

    /** Represents a Shape. */
    class Shape {

        /**
         * Constructs a new Shape.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.Shape.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Shape dim. */
        dim: onnx.Dimension.$Properties[];

        /**
         * Encodes the specified Shape message. Does not implicitly {@link onnx.Shape.verify|verify} messages.
         * @param message Shape message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.Shape.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Shape message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.Shape & onnx.Shape.$Shape} Shape
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.Shape & onnx.Shape.$Shape;
    }

    namespace Shape {

        /** Properties of a Shape. */
        interface $Properties {

            /** Shape dim */
            dim?: (onnx.Dimension.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Shape. */
        type $Shape = onnx.Shape.$Properties;
    }

    /**
     * Properties of a TensorType.
     * @deprecated Use onnx.TensorType.$Properties instead.
     */
    interface ITensorType extends onnx.TensorType.$Properties {
    }

    /** Represents a TensorType. */
    class TensorType {

        /**
         * Constructs a new TensorType.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.TensorType.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TensorType elemType. */
        elemType: number;

        /** TensorType shape. */
        shape?: (onnx.Shape.$Properties|null);

        /**
         * Encodes the specified TensorType message. Does not implicitly {@link onnx.TensorType.verify|verify} messages.
         * @param message TensorType message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.TensorType.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TensorType message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.TensorType & onnx.TensorType.$Shape} TensorType
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.TensorType & onnx.TensorType.$Shape;
    }

    namespace TensorType {

        /** Properties of a TensorType. */
        interface $Properties {

            /** TensorType elemType */
            elemType?: (number|null);

            /** TensorType shape */
            shape?: (onnx.Shape.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TensorType. */
        type $Shape = onnx.TensorType.$Properties;
    }

    /**
     * Properties of a Type.
     * @deprecated Use onnx.Type.$Properties instead.
     */
    interface IType extends onnx.Type.$Properties {
    }

    /** Represents a Type. */
    class Type {

        /**
         * Constructs a new Type.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.Type.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Type tensorType. */
        tensorType?: (onnx.TensorType.$Properties|null);

        /** Type sequenceType. */
        sequenceType: Uint8Array;

        /** Type mapType. */
        mapType: Uint8Array;

        /** Type sparseTensorType. */
        sparseTensorType: Uint8Array;

        /** Type optionalType. */
        optionalType: Uint8Array;

        /**
         * Encodes the specified Type message. Does not implicitly {@link onnx.Type.verify|verify} messages.
         * @param message Type message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.Type.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Type message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.Type & onnx.Type.$Shape} Type
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.Type & onnx.Type.$Shape;
    }

    namespace Type {

        /** Properties of a Type. */
        interface $Properties {

            /** Type tensorType */
            tensorType?: (onnx.TensorType.$Properties|null);

            /** Type sequenceType */
            sequenceType?: (Uint8Array|null);

            /** Type mapType */
            mapType?: (Uint8Array|null);

            /** Type sparseTensorType */
            sparseTensorType?: (Uint8Array|null);

            /** Type optionalType */
            optionalType?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Type. */
        type $Shape = onnx.Type.$Properties;
    }

    /**
     * Properties of a ValueInfo.
     * @deprecated Use onnx.ValueInfo.$Properties instead.
     */
    interface IValueInfo extends onnx.ValueInfo.$Properties {
    }

    /** Represents a ValueInfo. */
    class ValueInfo {

        /**
         * Constructs a new ValueInfo.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.ValueInfo.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ValueInfo name. */
        name: string;

        /** ValueInfo type. */
        type?: (onnx.Type.$Properties|null);

        /** ValueInfo docString. */
        docString: Uint8Array;

        /**
         * Encodes the specified ValueInfo message. Does not implicitly {@link onnx.ValueInfo.verify|verify} messages.
         * @param message ValueInfo message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.ValueInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ValueInfo message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.ValueInfo & onnx.ValueInfo.$Shape} ValueInfo
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.ValueInfo & onnx.ValueInfo.$Shape;
    }

    namespace ValueInfo {

        /** Properties of a ValueInfo. */
        interface $Properties {

            /** ValueInfo name */
            name?: (string|null);

            /** ValueInfo type */
            type?: (onnx.Type.$Properties|null);

            /** ValueInfo docString */
            docString?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ValueInfo. */
        type $Shape = onnx.ValueInfo.$Properties;
    }

    /**
     * Properties of a Node.
     * @deprecated Use onnx.Node.$Properties instead.
     */
    interface INode extends onnx.Node.$Properties {
    }

    /** Represents a Node. */
    class Node {

        /**
         * Constructs a new Node.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.Node.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Node input. */
        input: string[];

        /** Node output. */
        output: string[];

        /** Node name. */
        name: string;

        /** Node opType. */
        opType: string;

        /** Node attribute. */
        attribute: onnx.Attribute.$Properties[];

        /** Node docString. */
        docString: Uint8Array;

        /** Node domain. */
        domain: string;

        /**
         * Encodes the specified Node message. Does not implicitly {@link onnx.Node.verify|verify} messages.
         * @param message Node message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.Node.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Node message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.Node & onnx.Node.$Shape} Node
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.Node & onnx.Node.$Shape;
    }

    namespace Node {

        /** Properties of a Node. */
        interface $Properties {

            /** Node input */
            input?: (string[]|null);

            /** Node output */
            output?: (string[]|null);

            /** Node name */
            name?: (string|null);

            /** Node opType */
            opType?: (string|null);

            /** Node attribute */
            attribute?: (onnx.Attribute.$Properties[]|null);

            /** Node docString */
            docString?: (Uint8Array|null);

            /** Node domain */
            domain?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Node. */
        type $Shape = onnx.Node.$Properties;
    }

    /**
     * Properties of a TensorAnnotation.
     * @deprecated Use onnx.TensorAnnotation.$Properties instead.
     */
    interface ITensorAnnotation extends onnx.TensorAnnotation.$Properties {
    }

    /** Represents a TensorAnnotation. */
    class TensorAnnotation {

        /**
         * Constructs a new TensorAnnotation.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.TensorAnnotation.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TensorAnnotation tensorName. */
        tensorName: string;

        /** TensorAnnotation quantParameterTensorNames. */
        quantParameterTensorNames: onnx.StringStringEntry.$Properties[];

        /**
         * Encodes the specified TensorAnnotation message. Does not implicitly {@link onnx.TensorAnnotation.verify|verify} messages.
         * @param message TensorAnnotation message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.TensorAnnotation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TensorAnnotation message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.TensorAnnotation & onnx.TensorAnnotation.$Shape} TensorAnnotation
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.TensorAnnotation & onnx.TensorAnnotation.$Shape;
    }

    namespace TensorAnnotation {

        /** Properties of a TensorAnnotation. */
        interface $Properties {

            /** TensorAnnotation tensorName */
            tensorName?: (string|null);

            /** TensorAnnotation quantParameterTensorNames */
            quantParameterTensorNames?: (onnx.StringStringEntry.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TensorAnnotation. */
        type $Shape = onnx.TensorAnnotation.$Properties;
    }

    /**
     * Properties of a Graph.
     * @deprecated Use onnx.Graph.$Properties instead.
     */
    interface IGraph extends onnx.Graph.$Properties {
    }

    /** Represents a Graph. */
    class Graph {

        /**
         * Constructs a new Graph.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.Graph.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Graph node. */
        node: onnx.Node.$Properties[];

        /** Graph name. */
        name: string;

        /** Graph initializer. */
        initializer: onnx.Tensor.$Properties[];

        /** Graph docString. */
        docString: Uint8Array;

        /** Graph input. */
        input: onnx.ValueInfo.$Properties[];

        /** Graph output. */
        output: onnx.ValueInfo.$Properties[];

        /** Graph valueInfo. */
        valueInfo: onnx.ValueInfo.$Properties[];

        /** Graph quantizationAnnotation. */
        quantizationAnnotation: onnx.TensorAnnotation.$Properties[];

        /** Graph sparseInitializer. */
        sparseInitializer: onnx.SparseTensor.$Properties[];

        /**
         * Encodes the specified Graph message. Does not implicitly {@link onnx.Graph.verify|verify} messages.
         * @param message Graph message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.Graph.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Graph message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.Graph & onnx.Graph.$Shape} Graph
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.Graph & onnx.Graph.$Shape;
    }

    namespace Graph {

        /** Properties of a Graph. */
        interface $Properties {

            /** Graph node */
            node?: (onnx.Node.$Properties[]|null);

            /** Graph name */
            name?: (string|null);

            /** Graph initializer */
            initializer?: (onnx.Tensor.$Properties[]|null);

            /** Graph docString */
            docString?: (Uint8Array|null);

            /** Graph input */
            input?: (onnx.ValueInfo.$Properties[]|null);

            /** Graph output */
            output?: (onnx.ValueInfo.$Properties[]|null);

            /** Graph valueInfo */
            valueInfo?: (onnx.ValueInfo.$Properties[]|null);

            /** Graph quantizationAnnotation */
            quantizationAnnotation?: (onnx.TensorAnnotation.$Properties[]|null);

            /** Graph sparseInitializer */
            sparseInitializer?: (onnx.SparseTensor.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Graph. */
        type $Shape = onnx.Graph.$Properties;
    }

    /**
     * Properties of a FunctionBody.
     * @deprecated Use onnx.FunctionBody.$Properties instead.
     */
    interface IFunctionBody extends onnx.FunctionBody.$Properties {
    }

    /** Represents a FunctionBody. */
    class FunctionBody {

        /**
         * Constructs a new FunctionBody.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.FunctionBody.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** FunctionBody name. */
        name: string;

        /** FunctionBody node. */
        node: onnx.Node.$Properties[];

        /** FunctionBody domain. */
        domain: string;

        /**
         * Encodes the specified FunctionBody message. Does not implicitly {@link onnx.FunctionBody.verify|verify} messages.
         * @param message FunctionBody message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.FunctionBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a FunctionBody message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.FunctionBody & onnx.FunctionBody.$Shape} FunctionBody
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.FunctionBody & onnx.FunctionBody.$Shape;
    }

    namespace FunctionBody {

        /** Properties of a FunctionBody. */
        interface $Properties {

            /** FunctionBody name */
            name?: (string|null);

            /** FunctionBody node */
            node?: (onnx.Node.$Properties[]|null);

            /** FunctionBody domain */
            domain?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a FunctionBody. */
        type $Shape = onnx.FunctionBody.$Properties;
    }

    /**
     * Properties of a Model.
     * @deprecated Use onnx.Model.$Properties instead.
     */
    interface IModel extends onnx.Model.$Properties {
    }

    /** Represents a Model. */
    class Model {

        /**
         * Constructs a new Model.
         * @param [properties] Properties to set
         */
        constructor(properties?: onnx.Model.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Model irVersion. */
        irVersion: (number|Long);

        /** Model producerName. */
        producerName: string;

        /** Model producerVersion. */
        producerVersion: string;

        /** Model domain. */
        domain: string;

        /** Model modelVersion. */
        modelVersion: (number|Long);

        /** Model docString. */
        docString: Uint8Array;

        /** Model graph. */
        graph?: (onnx.Graph.$Properties|null);

        /** Model opsetImport. */
        opsetImport: onnx.OperatorSetId.$Properties[];

        /** Model metadataProps. */
        metadataProps: onnx.StringStringEntry.$Properties[];

        /** Model functions. */
        functions: Uint8Array[];

        /**
         * Encodes the specified Model message. Does not implicitly {@link onnx.Model.verify|verify} messages.
         * @param message Model message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: onnx.Model.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Model message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {onnx.Model & onnx.Model.$Shape} Model
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): onnx.Model & onnx.Model.$Shape;
    }

    namespace Model {

        /** Properties of a Model. */
        interface $Properties {

            /** Model irVersion */
            irVersion?: (number|Long|null);

            /** Model producerName */
            producerName?: (string|null);

            /** Model producerVersion */
            producerVersion?: (string|null);

            /** Model domain */
            domain?: (string|null);

            /** Model modelVersion */
            modelVersion?: (number|Long|null);

            /** Model docString */
            docString?: (Uint8Array|null);

            /** Model graph */
            graph?: (onnx.Graph.$Properties|null);

            /** Model opsetImport */
            opsetImport?: (onnx.OperatorSetId.$Properties[]|null);

            /** Model metadataProps */
            metadataProps?: (onnx.StringStringEntry.$Properties[]|null);

            /** Model functions */
            functions?: (Uint8Array[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Model. */
        type $Shape = onnx.Model.$Properties;
    }
}
